"use client";

import { Fragment, type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { type ActionState, type FormAction, NOTHING_YET } from "@/lib/action-state";
import { FormStateProvider } from "./form-context";
import { Notice } from "./notice";

type Props = {
  action: FormAction;
  children: ReactNode;
  className?: string;
  /** What is saved, in short: while nothing is typed, the fields begin anew when it changes. */
  version?: string;
};

/**
 * A form over a server action. Fields show their errors and keep what was typed, passwords
 * excepted; the first wrong one gets the focus. Works as a plain post before JavaScript arrives.
 */
export function Form({ action, children, className = "grid gap-4", version }: Props) {
  const [state, submit] = useActionState(action, NOTHING_YET);
  const form = useRef<HTMLFormElement>(null);
  const [typedAfter, setTypedAfter] = useState<ActionState>();
  const [shown, setShown] = useState(version);

  // What is typed stays, also after a refusal that hands it back.
  const isTyped = typedAfter === state || state.values !== undefined;
  if (!isTyped && shown !== version) setShown(version);

  useEffect(() => {
    if (state.ok) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-message]")?.focus();
  }, [state]);

  return (
    // The portal says what is wrong itself, in the reader's language.
    <form
      ref={form}
      action={submit}
      className={className}
      onInput={() => setTypedAfter(state)}
      noValidate
    >
      <FormStateProvider value={state}>
        <Fragment key={shown}>{children}</Fragment>
      </FormStateProvider>
      {/* Only what changes inside a live region that was there before is read out. */}
      <div aria-live="polite" className="empty:absolute">
        {state.message && (
          <Notice tone={state.ok ? "success" : "error"} data-message tabIndex={-1}>
            {state.message}
          </Notice>
        )}
      </div>
    </form>
  );
}
