/** How a lab stands, as lines of text: what is compared, and what a person reads when it differs. */
import type { Model } from "./model";
import type { Reservation } from "./queue";
import { GPUS } from "./words";

type Seen = Omit<Reservation, "polite" | "reminded" | "endedBy">;

/** One reservation with everything that is known of it but who ended it. */
export function lineOf(r: Seen): string {
  const { n, person, gpu, status, hours, turn, madeAt, notifiedAt, startsAt, endsAt } = r;
  const told = [
    `#${n} of P${person} on G${gpu}: ${status} ${hours}h${r.autoStart ? " auto" : ""}`,
    `made ${madeAt} turn ${turn} front ${r.frontAt} notified ${notifiedAt}`,
    `started ${startsAt} ends ${endsAt}${r.gaveWay ? " gave way" : ""}`,
    `because ${r.cause} ${r.reason}`,
  ];
  return told.join(" ");
}

/** Everything that is compared after a command; `mails` and `office` where there are any. */
export type Picture = {
  readonly reservations: readonly string[];
  /** Who waits for which GPU, and until when, in the order in which they would start. */
  readonly forecasts: readonly string[];
  readonly log: ReadonlyMap<string, readonly string[]>;
  readonly mails?: readonly string[];
  readonly endedBy?: readonly string[];
};

/** How the model stands. */
export function pictureOf(model: Model): Required<Picture> {
  return {
    reservations: model.reservations.map(lineOf),
    forecasts: GPUS.map((gpu) => model.forecast(gpu)),
    log: model.log,
    mails: model.mails.map(({ text, status }) => `${text}: ${status}`).sort(),
    endedBy: model.reservations.map((r) => `#${r.n} ended by ${r.endedBy}`),
  };
}

const linesOf = (picture: Required<Picture>): string[] => [
  ...picture.reservations,
  ...picture.endedBy,
  ...picture.forecasts.map((text, gpu) => `G${gpu} expects ${text}`),
  ...[...picture.log]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([where, lines]) => lines.map((line, index) => `${where} ${index}: ${line}`)),
  ...picture.mails,
];

/** Lines of `some` that stand not in `others`, each as often as it is missing. */
function missing(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return some.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What differs between the model and what is tried: "-" only in the model, "+" only there. */
export function difference(model: Model, tried: Picture): string {
  const all = pictureOf(model);
  // The core knows neither mails nor the office.
  const log = [...all.log].filter(([where]) => tried.mails || where !== "office");
  const ours = { ...all, log: new Map(log) };
  const { mails = ours.mails, endedBy = ours.endedBy } = tried;
  const forecasts = tried.forecasts.map((text, gpu) =>
    // Before maintenance, others go first whose time fits: the model does not foretell that.
    ours.forecasts[gpu] === "maintenance" ? "maintenance" : text,
  );
  const [expected, got] = [linesOf(ours), linesOf({ ...tried, mails, endedBy, forecasts })];
  if (expected.join("\n") === got.join("\n")) return "";
  const lines = [
    ...missing(expected, got).map((line) => `- ${line}`),
    ...missing(got, expected).map((line) => `+ ${line}`),
  ];
  return lines.length > 0 ? lines.join("\n") : `in another order:\n${got.join("\n")}`;
}
