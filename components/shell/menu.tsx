"use client";

import { type ReactNode, useEffect, useRef } from "react";

type Props = {
  /** What the closed menu shows. */
  summary: ReactNode;
  label?: string;
  className?: string;
  summaryClassName?: string;
  /** Where the list opens. */
  place: string;
  children: ReactNode;
};

/**
 * A menu that opens without JavaScript (a native disclosure); with it, Escape, a press outside
 * and the choice of an item close it.
 */
export function Menu({
  summary,
  label,
  className = "",
  summaryClassName = "shell-item",
  place,
  children,
}: Props) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const menu = details.current;
    if (!menu) return;
    const close = () => menu.removeAttribute("open");
    const onPress = (event: Event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !menu.open) return;
      close();
      menu.querySelector("summary")?.focus();
    };
    const onLeave = (event: FocusEvent) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) close();
    };
    const onChoice = (event: Event) => {
      if (event.target instanceof Element && event.target.closest("a, [type=submit]")) close();
    };
    document.addEventListener("pointerdown", onPress);
    document.addEventListener("keydown", onKey);
    menu.addEventListener("focusout", onLeave);
    menu.addEventListener("click", onChoice);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      document.removeEventListener("keydown", onKey);
      menu.removeEventListener("focusout", onLeave);
      menu.removeEventListener("click", onChoice);
    };
  }, []);

  return (
    <details ref={details} className={`relative ${className}`}>
      <summary aria-label={label} title={label} className={summaryClassName}>
        {summary}
      </summary>
      <div className={`card-box absolute z-40 min-w-48 p-1 shadow-lg ${place}`}>{children}</div>
    </details>
  );
}
