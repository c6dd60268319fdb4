import type { ReactNode } from "react";

type Props = {
  /** What would be here. */
  title: ReactNode;
  children?: ReactNode;
  /** The button that fills it. */
  action?: ReactNode;
};

/** Says what an empty place is for, and offers what fills it. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="grid justify-items-center gap-2 rounded-box border border-line-strong border-dashed px-6 py-10 text-center">
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-prose text-muted">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
