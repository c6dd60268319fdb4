/**
 * When a card or a server is not well. A fault keeps a GPU from giving turns; heat and silence are
 * only told: no data is no fault.
 */
import { type Instant, MINUTE } from "./words";

/** What nvidia-smi may say is broken; `vanished` is what nobody says any more. */
export const FAULTS = ["requires-reset", "lost", "vanished"] as const;
export type Fault = (typeof FAULTS)[number];

export const INCIDENT_KINDS = ["fault", "vanished", "hot", "silent"] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** How long a server may say nothing. */
export const LONGEST_SILENCE = 5 * MINUTE;
/** How much newer a server's reports may be than the newest in which a card stands. */
const LONGEST_ABSENCE = 2 * MINUTE;
/** °C below its limit at which a card that was too hot is well again: not with every degree. */
const COOLED_DOWN = 5;

/** A card as its newest report left it. */
export type CardState = {
  readonly gpuId: number;
  /** The newest moment of it that was told. */
  readonly at: Instant;
  readonly fault: Fault | null;
  /** °C */
  readonly temperature: number | null;
  readonly temperatureLimit: number;
};

/** A server as its reports left it. */
export type ServerState = {
  /** It has an agent that may report. */
  readonly isWatched: boolean;
  /** When the newest report came in which a card stood; null before the first one. */
  readonly heardAt: Instant | null;
  /** The newest moment that it told of any card. */
  readonly newestAt: Instant | null;
  /** nvidia-smi says that there is no card at all. */
  readonly hasNoCards: boolean;
  /** Cards that reported at least once. */
  readonly cards: readonly CardState[];
};

/** Something that is wrong; about the whole server when `gpuId` is null. */
export type Incident = {
  readonly kind: IncidentKind;
  readonly gpuId: number | null;
  /** A fault's word, a temperature. */
  readonly detail: string;
};

/** Names an incident among those of its server. */
export const incidentKey = ({ kind, gpuId }: Pick<Incident, "kind" | "gpuId">): string =>
  `${kind} ${gpuId ?? "server"}`;

/** What was wrong before, by its key, and since when. */
type Open = ReadonlyMap<string, Instant>;

function incidentsOfCard(card: CardState, server: ServerState, open: Open): Incident[] {
  const { gpuId, fault, temperature, temperatureLimit } = card;
  const wasHot = open.has(incidentKey({ kind: "hot", gpuId }));
  const vanishedAt = open.get(incidentKey({ kind: "vanished", gpuId }));
  const incidents: Incident[] = [];
  if (fault !== null) incidents.push({ kind: "fault", gpuId, detail: fault });
  const isAbsent = server.newestAt !== null && server.newestAt - card.at > LONGEST_ABSENCE;
  // Neither silence nor other words of nvidia-smi bring it back: only a report with cards in it may.
  const isStillGone = vanishedAt !== undefined && (server.heardAt ?? 0) <= vanishedAt;
  if (isAbsent || isStillGone || server.hasNoCards)
    incidents.push({ kind: "vanished", gpuId, detail: "" });
  const bearable = wasHot ? temperatureLimit - COOLED_DOWN : temperatureLimit;
  // What tells no temperature is as hot as it was.
  if (temperature === null ? wasHot : temperature > bearable) {
    incidents.push({ kind: "hot", gpuId, detail: temperature === null ? "" : `${temperature}` });
  }
  return incidents;
}

/**
 * Everything that is wrong with a server and its cards.
 * @param listeningSince since when reports could come: earlier silence is not the server's
 */
export function incidentsOf(
  server: ServerState,
  open: Open,
  listeningSince: Instant,
  now: Instant,
): Incident[] {
  const incidents = server.cards.flatMap((card) => incidentsOfCard(card, server, open));
  const { isWatched, heardAt } = server;
  if (isWatched && heardAt !== null) {
    const wasSilent = open.has(incidentKey({ kind: "silent", gpuId: null }));
    const since = wasSilent ? heardAt : Math.max(heardAt, listeningSince);
    if (now - since >= LONGEST_SILENCE) incidents.push({ kind: "silent", gpuId: null, detail: "" });
  }
  return incidents;
}

/** What keeps a GPU from giving turns, of what is wrong with it; null when nothing does. */
export function faultOf(incidents: readonly Incident[], gpuId: number): Fault | null {
  const own = incidents.filter((incident) => incident.gpuId === gpuId);
  const told = own.find(({ kind }) => kind === "fault")?.detail;
  const fault = FAULTS.find((known) => known === told);
  if (fault) return fault;
  return own.some(({ kind }) => kind === "vanished") ? "vanished" : null;
}
