import styles from "./matrix.module.css";
import { fill, type MatrixWords } from "./matrix-words";

/** What the signs and the keys of the matrix mean. */
export function MatrixLegend({ words }: { words: MatrixWords }) {
  const signs = [
    { kind: "on", sign: "1", meaning: fill(words.on, { priority: 1 }) },
    { kind: "off", sign: "1", meaning: fill(words.off, { priority: 1 }) },
    { kind: "none", sign: "·", meaning: words.signNone },
    { kind: "on", sign: "1", live: "WAITING", meaning: words.WAITING },
    { kind: "on", sign: "1", live: "NOTIFIED", meaning: words.NOTIFIED },
    { kind: "on", sign: "1", live: "ACTIVE", meaning: words.ACTIVE },
    { kind: "on", sign: "1", changed: "", meaning: words.signChanged },
    { kind: "on", sign: "1", changed: "!", meaning: words.conflict },
  ];
  const keys = [
    words.keyMove,
    words.keyExtend,
    words.keySelect,
    words.keySpace,
    words.keyDigits,
    words.keySuspend,
    words.keyRemove,
    words.keyUndo,
    words.keyOpen,
    words.keyMouse,
  ];
  return (
    <div className="grid gap-4 text-sm lg:grid-cols-2">
      <section>
        <h3 className="pb-1 font-medium">{words.signs}</h3>
        <ul className="grid gap-1 sm:grid-cols-2">
          {signs.map(({ kind, sign, live, changed, meaning }) => (
            <li key={meaning} className="flex items-center">
              <span
                aria-hidden
                data-kind={kind}
                data-live={live}
                data-changed={changed}
                className={`${styles.cell} ${styles.sign}`}
              >
                {sign}
              </span>
              {meaning}
            </li>
          ))}
        </ul>
      </section>
      <section className="max-md:hidden">
        <h3 className="pb-1 font-medium">{words.keys}</h3>
        <ul className="grid gap-x-6 text-muted sm:grid-cols-2">
          {keys.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
