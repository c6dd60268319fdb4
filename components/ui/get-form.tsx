"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { ActionState } from "@/lib/action-state";
import { FormStateProvider } from "./form-context";

type Props = {
  /** The page that reads what is sent, from its URL. */
  action: string;
  /** What that page found wrong, with what was sent. */
  state: ActionState;
  className?: string;
  children: ReactNode;
};

/** A form that asks for a page and changes nothing; its fields show what was wrong with them. */
export function GetForm({ action, state, className = "grid gap-4", children }: Props) {
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (!state.ok) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);

  return (
    <form ref={form} method="get" action={action} className={className} noValidate>
      <FormStateProvider value={state}>{children}</FormStateProvider>
    </form>
  );
}
