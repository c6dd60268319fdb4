"use client";

import { startTransition, useRef, useState, useTransition } from "react";
import { Notice } from "@/components/ui/notice";
import { linesOf, type Matrix, type Preview } from "@/lib/access/views";
import type { Answer } from "@/lib/action-state";
import { MatrixCopy } from "./matrix-copy";
import { listOf } from "./matrix-edits";
import { MatrixGrid } from "./matrix-grid";
import { MatrixLegend } from "./matrix-legend";
import { MatrixPreview } from "./matrix-preview";
import { MatrixToolbar } from "./matrix-toolbar";
import { fill, type MatrixWords } from "./matrix-words";
import { useLeaveGuard } from "./use-leave-guard";
import { useMatrix } from "./use-matrix";

type Props = {
  matrix: Matrix;
  words: MatrixWords;
  preview: (input: { changes: string }) => Promise<Answer<Preview>>;
  save: (input: { changes: string; digest: string }) => Promise<Answer<string>>;
};

/**
 * Users × GPUs: what is changed here is marked, and saved only after the server has said what that
 * does to those who wait.
 */
export function AccessMatrix({ matrix, words, preview: ask, save }: Props) {
  const state = useMatrix(matrix);
  const { edits, count, saved, size, active, area, command, discard } = state;
  useLeaveGuard(count > 0, words.leave);
  const box = useRef<HTMLDivElement>(null);
  const previewDialog = useRef<HTMLDialogElement>(null);
  const copyDialog = useRef<HTMLDialogElement>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [refusal, setRefusal] = useState("");
  const [done, setDone] = useState("");
  const [isSaving, startSaving] = useTransition();

  const changes = () => linesOf(listOf(edits));
  const look = async (why: string) => {
    const answer = await ask({ changes: changes() }).catch(() => null);
    startTransition(() => {
      setPreview(answer?.ok ? answer.value : null);
      setRefusal(answer?.ok ? why : (answer?.message ?? words.failed));
    });
  };
  const open = () => {
    setPreview(null);
    setRefusal("");
    setDone("");
    previewDialog.current?.showModal();
    void look("");
  };
  const saveNow = () =>
    startSaving(async () => {
      const answer = await save({ changes: changes(), digest: preview?.digest ?? "" }).catch(
        () => null,
      );
      // Not what was agreed to any more: how it stands now is shown, beside why.
      if (!answer?.ok) return look(answer?.message ?? words.failed);
      startTransition(() => {
        discard();
        setDone(answer.value);
        previewDialog.current?.close();
      });
    });
  return (
    <div className="grid gap-3">
      <MatrixToolbar
        matrix={matrix}
        state={state}
        words={words}
        onCopy={() => copyDialog.current?.showModal()}
      />
      <MatrixGrid
        matrix={matrix}
        saved={saved}
        edits={edits}
        words={words}
        size={size}
        active={active}
        selected={area}
        box={box}
        onCommand={command}
      />
      <div className="flex flex-wrap items-center gap-3">
        <button
          type="button"
          className="btn btn-primary"
          aria-disabled={count === 0 || undefined}
          onClick={() => {
            if (count > 0) open();
          }}
        >
          {fill(words.save, { count })}
        </button>
        {count > 0 && (
          <button type="button" className="btn btn-ghost" onClick={discard}>
            {words.discard}
          </button>
        )}
        <div aria-live="polite" className="min-h-9">
          {done && count === 0 ? (
            <Notice tone="success">{done}</Notice>
          ) : (
            count === 0 && <p className="py-1.5 text-muted">{words.nothing}</p>
          )}
        </div>
      </div>
      <MatrixLegend words={words} />
      <MatrixPreview
        dialog={previewDialog}
        words={words}
        preview={preview}
        refusal={refusal}
        isSaving={isSaving}
        onSave={saveNow}
      />
      <MatrixCopy dialog={copyDialog} matrix={matrix} state={state} words={words} />
    </div>
  );
}
