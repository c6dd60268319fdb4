import Link from "next/link";

export type Tab = { readonly href: string; readonly label: string; readonly isCurrent: boolean };

/** Views of the same thing, each with its own URL. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-base-300 border-b">
      {tabs.map(({ href, label, isCurrent }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          aria-current={isCurrent ? "page" : undefined}
          className="shell-item"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
