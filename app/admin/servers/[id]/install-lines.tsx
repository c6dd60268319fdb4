"use client";

import { CopyButton } from "@/components/gpus/copy-button";
import { useFormState } from "@/components/ui/form-context";
import { Notice } from "@/components/ui/notice";

type Words = { once: string; install: string; attempt: string; copy: string; copied: string };

/** The lines that start the agent on its server, once a token was made: it is shown only then. */
export function InstallLines({ portal, words }: { portal: string; words: Words }) {
  const token = useFormState().reveal;
  if (!token) return null;
  const script = `curl -fsSL ${portal}/agent.sh`;
  const lines = [
    {
      label: words.install,
      // In sudo's environment, since everybody on the server could read it on its command line.
      line: `${script} | GPUSCHED_TOKEN=${token} sudo --preserve-env=GPUSCHED_TOKEN sh -s -- install --portal ${portal}`,
    },
    {
      label: words.attempt,
      line: `${script} | GPUSCHED_TOKEN=${token} sh -s -- run --portal ${portal}`,
    },
  ];
  return (
    <div className="grid gap-4">
      <Notice tone="warning">{words.once}</Notice>
      {lines.map(({ label, line }) => (
        <div key={label} className="grid gap-1">
          <p className="font-medium">{label}</p>
          <div className="flex flex-col items-start gap-2 sm:flex-row">
            <pre className="min-w-0 grow select-all whitespace-pre-wrap rounded-field border border-base-300 bg-base-200 px-3 py-2 font-mono text-sm">
              {line}
            </pre>
            <CopyButton text={line} copy={words.copy} copied={words.copied} />
          </div>
        </div>
      ))}
    </div>
  );
}
