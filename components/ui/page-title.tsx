import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** One sentence for newcomers. */
  help?: ReactNode;
  /** The page's main action, at the end of the line. */
  children?: ReactNode;
};

/** The heading of a page. */
export function PageTitle({ title, help, children }: Props) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pt-6 pb-4 sm:pt-8">
      <div className="min-w-0">
        <h1 className="font-semibold text-2xl leading-tight">{title}</h1>
        {help && <p className="mt-1 max-w-prose text-pretty text-muted">{help}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  );
}
