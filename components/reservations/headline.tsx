"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** What each reservation was when it was last shown: its page changes from one section to another. */
const shown = new Map<number, string>();
/** What had the focus last, also when it is no more. */
let focused: EventTarget | null = null;

const remember = ({ target }: FocusEvent) => {
  focused = target;
};

type Props = { id: number; state: string; className: string; children: ReactNode };

/**
 * How a reservation stands. When that changes, the button that was pressed goes; the focus, which
 * would be lost with it, moves here, so that the keyboard goes on from there and the new state is
 * read out.
 */
export function Headline({ id, state, className, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);

  useEffect(() => {
    const before = shown.get(id);
    shown.set(id, state);
    if (before === undefined || before === state) return;
    const isLost = focused instanceof Node && !focused.isConnected;
    if (isLost && document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [id, state]);

  return (
    <h2 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h2>
  );
}
