"use client";

import { type RefObject, useId } from "react";
import { Notice } from "@/components/ui/notice";
import type { Preview } from "@/lib/access/views";
import type { MatrixWords } from "./matrix-words";

type Props = {
  dialog: RefObject<HTMLDialogElement | null>;
  words: MatrixWords;
  /** Null while the server is asked. */
  preview: Preview | null;
  /** Why it was not saved, or could not be told. */
  refusal: string;
  isSaving: boolean;
  onSave: () => void;
};

/** Says in words what saving will do to whom; then it is done. */
export function MatrixPreview({ dialog, words, preview, refusal, isSaving, onSave }: Props) {
  const id = useId();
  return (
    <dialog ref={dialog} aria-labelledby={id} className="dialog">
      <div className="grid gap-4">
        <h2 id={id} className="font-semibold text-lg">
          {words.previewTitle}
        </h2>
        {refusal && <Notice tone="error">{refusal}</Notice>}
        {!preview && !refusal && (
          <p role="status" className="flex items-center gap-2 text-muted">
            <span aria-hidden className="loading loading-spinner loading-sm" />
            {words.previewing}
          </p>
        )}
        {preview && (
          <>
            <p>{preview.isEmpty ? words.nothingToSave : preview.summary}</p>
            {preview.sections.length === 0 && <p className="text-muted">{words.noEffects}</p>}
            {preview.sections.map(({ tone, title, lines }) => (
              <section key={title} className="grid gap-1">
                <Notice tone={tone} role="note">
                  {title}
                </Notice>
                <ul
                  tabIndex={lines.length > 6 ? 0 : undefined}
                  className="max-h-48 list-disc overflow-y-auto pl-8"
                >
                  {lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            {words.back}
          </button>
          {preview && !preview.isEmpty && (
            <button
              type="button"
              className="btn btn-primary"
              aria-disabled={isSaving || undefined}
              data-pending={isSaving || undefined}
              onClick={() => {
                if (!isSaving) onSave();
              }}
            >
              {isSaving && <span aria-hidden className="loading loading-spinner loading-xs" />}
              {words.saveNow}
            </button>
          )}
        </div>
      </div>
    </dialog>
  );
}
