/** Which part of the system was there when. Times are epoch ms. */

/** From when to when, half-open. */
export type Span = { readonly from: number; readonly until: number };

export type Part = "postgres" | "smtp" | `worker ${number}`;

export class Timeline {
  #up = new Map<Part, Span[]>();

  up(part: Part, at = Date.now()): void {
    const spans = this.#up.get(part) ?? [];
    if (spans.at(-1)?.until === Number.POSITIVE_INFINITY) return;
    this.#up.set(part, [...spans, { from: at, until: Number.POSITIVE_INFINITY }]);
  }

  down(part: Part, at = Date.now()): void {
    const spans = this.#up.get(part) ?? [];
    const last = spans.at(-1);
    if (last?.until !== Number.POSITIVE_INFINITY) return;
    this.#up.set(part, [...spans.slice(0, -1), { ...last, until: at }]);
  }

  /** When what is due could be done: the database was there, and a worker that was ready. */
  ableToDecide(): Span[] {
    const workers = [...this.#up].filter(([part]) => part.startsWith("worker"));
    return both(this.#spans("postgres"), joined(workers.flatMap(([, spans]) => spans)));
  }

  /** When mails could leave: the mail server was well besides. */
  ableToMail(): Span[] {
    return both(this.ableToDecide(), this.#spans("smtp"));
  }

  #spans(part: Part): Span[] {
    return this.#up.get(part) ?? [];
  }
}

/** Spans in order, those that overlap made one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from < last.until) {
      result.splice(-1, 1, { from: last.from, until: Math.max(last.until, span.until) });
    } else result.push(span);
  }
  return result;
}

const both = (some: readonly Span[], others: readonly Span[]): Span[] =>
  some.flatMap((one) =>
    others.flatMap((other) => {
      const from = Math.max(one.from, other.from);
      const until = Math.min(one.until, other.until);
      return from < until ? [{ from, until }] : [];
    }),
  );

/** The longest time without a break, in ms, that the spans leave between two instants. */
export function longestWithin(spans: readonly Span[], from: number, until: number): number {
  return Math.max(0, ...both(spans, [{ from, until }]).map((span) => span.until - span.from));
}
