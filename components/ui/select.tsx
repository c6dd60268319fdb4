"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { describedBy, FieldFrame } from "./field-frame";
import { useFieldState } from "./form-context";

export type SelectOption = { readonly value: string | number; readonly label: string };

type Own = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  options: readonly SelectOption[];
  defaultValue?: string | number;
};

/** A choice of one among several. */
export function Select({
  label,
  help,
  options,
  defaultValue = "",
  className = "",
  ...select
}: Own & Omit<ComponentProps<"select">, keyof Own | "id" | "children">) {
  const id = useId();
  const { error, value } = useFieldState(select.name, String(defaultValue));
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <select
        {...select}
        {...describedBy(id, error, help)}
        // A form reset after its action returns to the options' first `selected`; a new element
        // starts from the value just refused.
        key={value}
        id={id}
        className={`select ${className}`}
        defaultValue={value}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
