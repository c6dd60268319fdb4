type Props = { held: number; computing: number; most: number };

const percent = (part: number, whole: number) => `${whole > 0 ? (100 * part) / whole : 0}%`;

/** How much was held beside what the other rows held; as much of it as computed is darker. */
export function UsageBar({ held, computing, most }: Props) {
  return (
    <span aria-hidden className="flex h-3 w-full min-w-24 overflow-hidden rounded-sm bg-base-200">
      <span
        className="flex overflow-hidden rounded-sm bg-held-fill/35"
        style={{ width: percent(held, most) }}
      >
        <span className="bg-held-fill" style={{ width: percent(computing, held) }} />
      </span>
    </span>
  );
}
