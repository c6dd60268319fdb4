"use client";

import { createContext, useContext } from "react";
import { type ActionState, NOTHING_YET } from "@/lib/action-state";

const FormState = createContext<ActionState>(NOTHING_YET);

export const FormStateProvider = FormState.Provider;

/** What the surrounding form's last action said. */
export function useFormState(): ActionState {
  return useContext(FormState);
}

/** What a field shows: what was typed before the last refusal, else its default. */
export function useFieldState(name: string, defaultValue: string) {
  const { fields, values } = useFormState();
  return { error: fields?.[name], value: values?.[name] ?? defaultValue };
}
