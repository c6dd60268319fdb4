"use client";

import { useFormState } from "./form-context";

/** What the form's last action said about something that has no field of its own. */
export function FieldError({ name }: { name: string }) {
  const error = useFormState().fields?.[name];
  if (!error) return null;
  return (
    <p data-message tabIndex={-1} className="font-medium text-fault text-sm">
      {error}
    </p>
  );
}
