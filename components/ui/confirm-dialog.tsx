"use client";

import { type ReactNode, useActionState, useEffect, useId, useRef, useState } from "react";
import { type FormAction, NOTHING_YET } from "@/lib/action-state";
import { FormStateProvider } from "./form-context";
import { Notice } from "./notice";
import { SubmitButton } from "./submit-button";

type Props = {
  action: FormAction;
  /** What the button that opens it shows. */
  trigger: ReactNode;
  triggerClassName?: string;
  /** The question, naming what and whom: "End Lin’s use of gpu01-2?" */
  title: string;
  /** What will happen to whom, and fields such as a reason or hidden ids. */
  children: ReactNode;
  /** What the button does: "End the use". */
  confirm: string;
  cancel: string;
  /** Red for what hurts somebody or cannot be undone. */
  danger?: boolean;
};

/**
 * Asks before something that cannot be undone or hits others. Opens and closes by the platform's
 * own button commands, thus also before JavaScript arrives.
 */
export function ConfirmDialog(props: Props) {
  const { action, trigger, triggerClassName = "btn-sm", title, children } = props;
  const [state, submit] = useActionState(action, NOTHING_YET);
  // Refused in a plain post: the page comes anew, and the dialog must show why.
  const [wasRefused] = useState(!state.ok);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    if (state === NOTHING_YET) return;
    if (state.ok) dialog.current?.close();
    else dialog.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-message]")?.focus();
  }, [state]);

  return (
    <>
      <button
        type="button"
        className={`btn ${triggerClassName}`}
        {...{ command: "show-modal", commandfor: id }}
        onClick={() => {
          if (!dialog.current?.open && !("commandForElement" in HTMLButtonElement.prototype)) {
            dialog.current?.showModal();
          }
        }}
      >
        {trigger}
      </button>
      <dialog
        ref={dialog}
        id={id}
        open={wasRefused}
        aria-labelledby={`${id}-title`}
        // What it would do is heard before it is done.
        aria-describedby={props.danger ? `${id}-text` : undefined}
        className="dialog"
      >
        <form action={submit} noValidate className="grid gap-4">
          <h2 id={`${id}-title`} className="font-semibold text-lg">
            {title}
          </h2>
          <div id={`${id}-text`} className="grid gap-4">
            <FormStateProvider value={state}>{children}</FormStateProvider>
          </div>
          {state.message && !state.ok && (
            <Notice tone="error" data-message tabIndex={-1}>
              {state.message}
            </Notice>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <button
              type="button"
              className="btn"
              {...{ command: "close", commandfor: id }}
              onClick={() => dialog.current?.close()}
            >
              {props.cancel}
            </button>
            <SubmitButton className={props.danger ? "btn-error" : "btn-primary"}>
              {props.confirm}
            </SubmitButton>
          </div>
        </form>
      </dialog>
    </>
  );
}
