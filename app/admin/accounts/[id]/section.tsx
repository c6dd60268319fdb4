import type { ReactNode } from "react";

type Props = { id: string; title: string; children: ReactNode };

/** A part of an account's page. */
export function Section({ id, title, children }: Props) {
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="font-semibold text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}
