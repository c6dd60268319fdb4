"use client";

import { useFieldState } from "./form-context";

/** What a form was filled in from, hidden in it: as old as its fields, whatever the page says. */
export function Seen({ name = "seen", value }: { name?: string; value: string }) {
  return <input type="hidden" name={name} value={useFieldState(name, value).value} />;
}
