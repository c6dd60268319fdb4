"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { describedBy, FieldFrame } from "./field-frame";
import { useFieldState } from "./form-context";

type Own = { name: string; label: ReactNode; help?: ReactNode; defaultValue?: string | number };

/** One line of text, a number, a date … with its label. Set `autoComplete` where it applies. */
export function Field({
  label,
  help,
  defaultValue = "",
  className = "",
  ...input
}: Own & Omit<ComponentProps<"input">, keyof Own | "id">) {
  const id = useId();
  const { error, value } = useFieldState(input.name, String(defaultValue));
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <input
        type="text"
        {...input}
        {...describedBy(id, error, help)}
        id={id}
        className={`input ${className}`}
        defaultValue={value}
      />
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  help,
  defaultValue = "",
  className = "",
  ...input
}: Own & Omit<ComponentProps<"textarea">, keyof Own | "id">) {
  const id = useId();
  const { error, value } = useFieldState(input.name, String(defaultValue));
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <textarea
        rows={3}
        {...input}
        {...describedBy(id, error, help)}
        id={id}
        className={`textarea ${className}`}
        defaultValue={value}
      />
    </FieldFrame>
  );
}
