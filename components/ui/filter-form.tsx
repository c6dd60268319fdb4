"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useTransition } from "react";

/** A plain GET form that, once it can, changes the URL without loading the page anew. */
export function FilterForm({ children }: { children: ReactNode }) {
  const router = useRouter();
  const path = usePathname();
  const [isPending, startTransition] = useTransition();

  return (
    <form
      method="get"
      className="flex flex-wrap items-end gap-3 pb-4"
      aria-busy={isPending}
      onChange={({ target, currentTarget }) => {
        if (target instanceof HTMLSelectElement) currentTarget.requestSubmit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const query = new URLSearchParams();
        for (const [name, value] of new FormData(event.currentTarget)) {
          if (typeof value === "string" && value.trim()) query.set(name, value.trim());
        }
        startTransition(() => router.push(`${path}?${query}`, { scroll: false }));
      }}
    >
      {children}
    </form>
  );
}
