"use client";

import { useState } from "react";
import { useFieldState } from "./form-context";

/**
 * What a form was filled in from, hidden in it. Unlike the page around it, it never follows what is
 * saved meanwhile: a form that sent the newest version with older fields would undo a change.
 */
export function Seen({ name = "seen", value }: { name?: string; value: string }) {
  const { value: sent } = useFieldState(name, value);
  const [first] = useState(sent);
  return <input type="hidden" name={name} value={first} />;
}
