"use client";

import { useEffect } from "react";

/** Whether a link leads away from the matrix; its filters do not. */
function leadsAway(link: HTMLAnchorElement): boolean {
  const to = new URL(link.href);
  const isMatrix = to.origin === location.origin && to.pathname === location.pathname;
  return !isMatrix || to.searchParams.has("user") || to.searchParams.has("gpu");
}

/** Asks before a page is left on which something is not saved: by a link, or altogether. */
export function useLeaveGuard(isUnsaved: boolean, question: string): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link?.href || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (!leadsAway(link) || window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", click, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, { capture: true });
    };
  }, [isUnsaved, question]);
}
