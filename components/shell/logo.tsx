/** gpusched's mark: a card's three slots, the middle one yours. */
export function Logo({ className = "size-6" }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="7" className="fill-primary" />
      <g className="fill-primary-content">
        <rect x="7" y="8" width="18" height="4" rx="1" opacity=".55" />
        <rect x="7" y="14" width="12" height="4" rx="1" />
        <rect x="7" y="20" width="18" height="4" rx="1" opacity=".55" />
      </g>
    </svg>
  );
}
