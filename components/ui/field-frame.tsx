import type { ReactNode } from "react";

type Props = {
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error: string | undefined;
  children: ReactNode;
};

/** Label above, the control, its error in its place, help below. */
export function FieldFrame({ id, label, help, error, children }: Props) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="font-medium text-fault text-sm">
          {error}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-muted text-sm">
          {help}
        </p>
      )}
    </div>
  );
}

/** The attributes that tie a control to its error and its help. */
export function describedBy(id: string, error: string | undefined, help: ReactNode) {
  const parts = [error && `${id}-error`, help && `${id}-help`].filter(Boolean);
  return {
    "aria-invalid": error ? (true as const) : undefined,
    "aria-describedby": parts.length > 0 ? parts.join(" ") : undefined,
  };
}
