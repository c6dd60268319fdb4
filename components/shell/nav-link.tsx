"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type Props = {
  href: string;
  className?: string;
  /** Its name stands for this one page, not for those below it. */
  isOnePage?: boolean;
  children: ReactNode;
};

/** Shows, after 200 ms, that the page is on its way. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return pending && <span aria-hidden className="loading loading-spinner loading-xs appear-late" />;
}

/** A link to a main place, marked while one is there or below it. */
export function NavLink({ href, className, isOnePage = false, children }: Props) {
  const path = usePathname();
  const isBelow = !isOnePage && path.startsWith(`${href}/`);
  const current = path === href ? "page" : isBelow ? "true" : undefined;
  return (
    <Link href={href} className={className} aria-current={current}>
      {children}
      <OnItsWay />
    </Link>
  );
}
