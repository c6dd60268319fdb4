"use client";

import { type RefObject, useEffect, useState } from "react";

const FOREIGN = /[^\x20-\x7e]/g;
const EVENTS = ["input", "compositionend", "change"] as const;

/** Takes everything but printable ASCII out of an input, keeping the caret where it was. */
function clean(input: HTMLInputElement): boolean {
  const kept = input.value.replace(FOREIGN, "");
  if (kept === input.value) return false;
  const caret = input.selectionStart ?? input.value.length;
  const keptCaret = input.value.slice(0, caret).replace(FOREIGN, "").length;
  input.value = kept;
  input.setSelectionRange(keptCaret, keptCaret);
  return true;
}

/**
 * Leaves only printable ASCII (U+0020–U+007E) in an input, however text gets in: typed, composed
 * by an input method, pasted, dropped or filled in. Tells whether something was left out since
 * the last character that was taken.
 *
 * Browsers switch input methods off in hidden passwords but not in shown ones. A composition
 * cannot be refused (its events cannot be cancelled); rewriting the value ends it, which leaves
 * the input method with nothing to commit.
 */
export function useAsciiOnly(ref: RefObject<HTMLInputElement | null>): boolean {
  const [wasDropped, setDropped] = useState(false);

  useEffect(() => {
    const input = ref.current;
    if (!input) return;
    let before = "";
    const check = () => {
      if (clean(input)) setDropped(true);
      else if (input.value !== before) setDropped(false);
      before = input.value;
    };
    for (const name of EVENTS) input.addEventListener(name, check);
    // What was typed before JavaScript arrived.
    check();
    return () => {
      for (const name of EVENTS) input.removeEventListener(name, check);
    };
  }, [ref]);

  return wasDropped;
}
