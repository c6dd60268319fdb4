"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

type Props = {
  /** What the closed menu shows. */
  summary: ReactNode;
  /** Its name, where the summary is only an icon. */
  label?: string;
  /** The part of the portal whose places it holds; marked while one is there. */
  part?: string;
  className?: string;
  summaryClassName?: string;
  /** Where the list opens. */
  place: string;
  children: ReactNode;
};

// A dialog that a menu's item opened would vanish with the menu, and leave the page inert.
function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("dialog") !== null;
}

/**
 * A menu that opens without JavaScript (a native disclosure); with it, Escape, a press outside,
 * the focus leaving and the choice of an item close it.
 */
export function Menu(props: Props) {
  const { summary, label, part, className = "", summaryClassName = "shell-item" } = props;
  const details = useRef<HTMLDetailsElement>(null);
  const path = usePathname();

  useEffect(() => {
    const menu = details.current;
    if (!menu) return;
    const listening = new AbortController();
    const { signal } = listening;
    const close = () => menu.removeAttribute("open");
    const isOutside = (target: EventTarget | null) =>
      target instanceof Node && !menu.contains(target);

    document.addEventListener("pointerdown", ({ target }) => isOutside(target) && close(), {
      signal,
    });
    menu.addEventListener("focusout", (event) => isOutside(event.relatedTarget) && close(), {
      signal,
    });
    menu.addEventListener(
      "keydown",
      ({ key, target }) => {
        if (key !== "Escape" || !menu.open || isInDialog(target)) return;
        close();
        menu.querySelector("summary")?.focus();
      },
      { signal },
    );
    menu.addEventListener(
      "click",
      ({ target }) => {
        if (isInDialog(target)) return;
        if (target instanceof Element && target.closest("a, [type=submit]")) close();
      },
      { signal },
    );
    return () => listening.abort();
  }, []);

  return (
    <details ref={details} className={`relative ${className}`}>
      <summary
        aria-label={label}
        title={label}
        aria-current={part && path.startsWith(part) ? "true" : undefined}
        className={summaryClassName}
      >
        {summary}
      </summary>
      <div className={`card-box absolute z-40 min-w-48 p-1 shadow-lg ${props.place}`}>
        {props.children}
      </div>
    </details>
  );
}
