"use client";

import { type ReactNode, useId } from "react";
import { useBoxState, useFieldState } from "@/components/ui/form-context";

/** A control in a cell, with what is wrong about it below. */
function Cell({ id, error, children }: { id: string; error?: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      {children}
      {error && (
        <p id={id} className="max-w-64 font-medium text-fault text-sm">
          {error}
        </p>
      )}
    </div>
  );
}

type Props = { name: string; label: string };

/** Yes or no in a table; its label is for those who do not see the head of the column. */
export function CellCheckbox(props: Props & { isTicked: boolean }) {
  const { name, label } = props;
  const id = useId();
  const { error, isTicked } = useBoxState(name, props.isTicked);
  return (
    <Cell id={id} error={error}>
      <input
        type="checkbox"
        name={name}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        defaultChecked={isTicked}
        className="checkbox checkbox-primary checkbox-sm"
      />
    </Cell>
  );
}

/** A whole number in a table. */
export function CellNumber(props: Props & { value: number }) {
  const { name, label } = props;
  const id = useId();
  const { error, value } = useFieldState(name, String(props.value));
  return (
    <Cell id={id} error={error}>
      <input
        type="text"
        inputMode="numeric"
        autoComplete="off"
        name={name}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        defaultValue={value}
        maxLength={10}
        className="input input-sm w-20"
      />
    </Cell>
  );
}
