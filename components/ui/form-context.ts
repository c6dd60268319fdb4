"use client";

import { createContext, useContext, useState } from "react";
import { type ActionState, groupOf, NOTHING_YET } from "@/lib/action-state";

const FormState = createContext<ActionState>(NOTHING_YET);
const IsTyped = createContext(false);

export const FormStateProvider = FormState.Provider;
/** Whether somebody has typed in the form since it was opened or last answered. */
export const IsTypedProvider = IsTyped.Provider;

/** What the surrounding form's last action said. */
export function useFormState(): ActionState {
  return useContext(FormState);
}

/**
 * What is saved, as the page last told; while somebody types, as it was when they began. A form
 * is sent as a whole, so it stays as old as its oldest field.
 */
function useSaved<Value>(value: Value): Value {
  const isTyped = useContext(IsTyped);
  const [kept, setKept] = useState(value);
  if (isTyped) return kept;
  if (kept !== value) setKept(value);
  return value;
}

/** What a field shows: what was typed before the last refusal, else its default. */
export function useFieldState(name: string, defaultValue: string) {
  const { fields, values } = useFormState();
  const saved = useSaved(defaultValue);
  return { error: fields?.[name], value: values?.[name] ?? saved };
}

/** The same of a box. One that is not ticked sends nothing: what was sent beside it tells. */
export function useBoxState(name: string, defaultChecked: boolean) {
  const { fields, values } = useFormState();
  const saved = useSaved(defaultChecked);
  const wasSent = Object.keys(values ?? {}).some((sent) => sent.startsWith(groupOf(name)));
  return { error: fields?.[name], isTicked: wasSent ? name in (values ?? {}) : saved };
}
