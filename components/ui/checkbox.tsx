"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { describedBy } from "./field-frame";
import { useBoxState } from "./form-context";

type Own = { name: string; label: ReactNode; help?: ReactNode; defaultChecked?: boolean };

/** Yes or no; the label is pressed as well. Sends "on" when ticked and nothing when not. */
export function Checkbox({
  label,
  help,
  defaultChecked = false,
  ...input
}: Own & Omit<ComponentProps<"input">, keyof Own | "id" | "type" | "className">) {
  const id = useId();
  const { error, isTicked } = useBoxState(input.name, defaultChecked);
  return (
    <div className="grid gap-1">
      <label className="flex min-h-11 items-center gap-3 sm:min-h-9">
        <input
          {...input}
          {...describedBy(id, error, help)}
          type="checkbox"
          className="checkbox checkbox-primary checkbox-sm"
          defaultChecked={isTicked}
        />
        <span>{label}</span>
      </label>
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
