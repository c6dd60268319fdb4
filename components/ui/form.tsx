"use client";

import {
  type ReactNode,
  useActionState,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type ActionState, type FormAction, NOTHING_YET } from "@/lib/action-state";
import { FormStateProvider, IsTypedProvider } from "./form-context";
import { Notice } from "./notice";

type Props = {
  action: FormAction;
  children: ReactNode;
  className?: string;
  /** What is saved, in short. When it changes, the fields follow, unless somebody types in them. */
  version?: string;
  /** The button of a long form: it stays in sight, with the answer beside it. */
  save?: ReactNode;
};

/**
 * A form over a server action. Fields show their errors and keep what was typed, passwords
 * excepted; the first wrong one gets the focus. Works as a plain post before JavaScript arrives.
 */
export function Form({ action, children, className = "grid gap-4", version, save }: Props) {
  const [state, submit] = useActionState(action, NOTHING_YET);
  const form = useRef<HTMLFormElement>(null);
  const [typedAfter, setTypedAfter] = useState<ActionState>();
  const isTyped = typedAfter === state;
  const shown = useRef(version);

  // A browser's fields ignore a new default once they had a value. Before anybody can press the
  // button: what the form says that it was filled in from is new already.
  useLayoutEffect(() => {
    if (isTyped || shown.current === version) return;
    shown.current = version;
    form.current?.reset();
  }, [isTyped, version]);

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
        <IsTypedProvider value={isTyped}>{children}</IsTypedProvider>
      </FormStateProvider>
      <div className={save ? "save-bar" : "contents"}>
        {save}
        {/* Only what changes inside a live region that was there before is read out. */}
        <div aria-live="polite" className="empty:absolute">
          {state.message && (
            <Notice tone={state.ok ? "success" : "error"} data-message tabIndex={-1}>
              {state.message}
            </Notice>
          )}
        </div>
      </div>
    </form>
  );
}
