"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type Props = { href: string; className?: string; children: ReactNode };

/** Shows, after 200 ms, that the page is on its way. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return pending && <span aria-hidden className="loading loading-spinner loading-xs appear-late" />;
}

/** A link to a main place, marked while one is there or below it. */
export function NavLink({ href, className, children }: Props) {
  const path = usePathname();
  const current = path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined;
  return (
    <Link href={href} className={className} aria-current={current}>
      {children}
      <OnItsWay />
    </Link>
  );
}
