"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { useFieldState } from "./form-context";

type RadioProps = { name: string; value: string | number; chosen?: boolean };

/** One of several choices; put it and its words into a label. */
export function Radio({
  name,
  value,
  chosen = false,
  ...input
}: RadioProps & Omit<ComponentProps<"input">, keyof RadioProps | "type" | "className">) {
  const { value: wanted } = useFieldState(name, chosen ? String(value) : "");
  return (
    <input
      {...input}
      type="radio"
      name={name}
      value={value}
      defaultChecked={wanted === String(value)}
      className="radio radio-primary radio-sm"
    />
  );
}

type GroupProps = { name: string; label: ReactNode; help?: ReactNode; children: ReactNode };

/** The choices of one field, with its label above and its error in its place. */
export function RadioGroup({ name, label, help, children }: GroupProps) {
  const id = useId();
  const { error } = useFieldState(name, "");
  return (
    // As an error takes the focus, so does what it is about.
    <fieldset
      className="grid min-w-0 gap-2 outline-none"
      aria-describedby={
        [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ") || undefined
      }
    >
      <legend className="font-semibold text-lg">{label}</legend>
      {help && (
        <p id={`${id}-help`} className="text-muted text-sm">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} tabIndex={-1} data-message className="font-medium text-fault text-sm">
          {error}
        </p>
      )}
      {children}
    </fieldset>
  );
}
