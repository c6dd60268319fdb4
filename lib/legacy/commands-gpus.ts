import { type Audit, recordAll } from "@/lib/audit/record";
import { cardSchema } from "@/lib/gpus/schema";
import { type CardNames, cardsOf } from "./cards";
import { loadKnown, remember } from "./known";
import { problemOf } from "./phrases";
import { Reading } from "./reading";
import { idOf, refuse, type Target, takeId } from "./target";
import type { OldRow, OldRows } from "./words";

const FIND_SERVER = "SELECT id FROM server WHERE name = $1 FOR KEY SHARE";
const MAKE_SERVER = "INSERT INTO server (id, name, created_at) VALUES ($1, $2, $3)";

const INSERT = `
  INSERT INTO gpu (id, server_id, gpu_index, model, cuda_version, max_hours, connection_info, status,
                   created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT DO NOTHING RETURNING id`;

type Card = ReturnType<typeof cardSchema.parse>;

function cardOf(target: Target, reading: Reading): Card | null {
  const told = {
    model: reading.text("model"),
    cudaVersion: reading.text("cuda_version"),
    maxHours: reading.text("max_hours"),
    connectionInfo: reading.text("connection_info"),
  };
  if (reading.problems.length > 0) return null;
  const parsed = cardSchema.safeParse(told);
  if (parsed.success) return parsed.data;
  reading.problems.push(...target.refusalsOf(parsed.error).map((each) => problemOf(each)));
  return null;
}

class Servers {
  readonly #ids = new Map<string, number>();
  readonly audits: Audit[] = [];

  constructor(readonly target: Target) {}

  /** The id of a server, which is made when there is none of that name. */
  async idOf(name: string): Promise<number> {
    const { tx, now } = this.target;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    let id = (await tx.query<{ id: number }>(FIND_SERVER, [name])).rows[0]?.id;
    if (id === undefined) {
      id = await takeId(this.target, "server");
      const at = new Date(now);
      await tx.query(MAKE_SERVER, [id, name, at]);
      const subject = { subjectType: "server", subjectId: id } as const;
      this.audits.push({
        at,
        actor: null,
        action: "server.created",
        ...subject,
        details: { name },
      });
    }
    this.#ids.set(name, id);
    return id;
  }
}

/** Brings over the GPUs that are not known yet, as the cards that `names` says they are. */
export async function importGpus(
  target: Target,
  pages: OldRows,
  names: CardNames,
): Promise<ReturnType<typeof cardsOf>> {
  const { tx, ledger, now } = target;
  const known = await loadKnown(tx, "gpu");
  const rows: OldRow[] = [];
  for await (const page of pages) rows.push(...page);
  const cards = cardsOf(rows.map(idOf), names);
  const servers = new Servers(target);
  const audits: Audit[] = [];
  for (const row of rows) {
    const key = idOf(row);
    if (known.has(key)) {
      ledger.known("gpu");
      continue;
    }
    const reading = new Reading(row);
    const card = cardOf(target, reading);
    const isEnabled = reading.flag("status");
    const place = cards.get(key);
    if (!card || !place || reading.problems.length > 0) {
      refuse(target, "gpu", key, reading.problems);
      continue;
    }
    const serverId = await servers.idOf(place.server);
    const id = await takeId(target, "gpu");
    const { model, cudaVersion, maxHours, connectionInfo } = card;
    const at = new Date(now);
    const values = [id, serverId, place.index, model, cudaVersion, maxHours, connectionInfo];
    if ((await tx.query(INSERT, [...values, isEnabled, at])).rowCount === 0) {
      ledger.refused(
        "gpu",
        key,
        "its place is another GPU's; say with --card which one it is",
        `${place.server}-${place.index}`,
      );
      continue;
    }
    await remember(tx, "gpu", [{ key, id, label: model }]);
    ledger.taken(
      "gpu",
      key,
      isEnabled ? "enabled" : "disabled",
      `${place.server}-${place.index} ${model}`,
    );
    audits.push({
      at,
      actor: null,
      action: "gpu.imported",
      subjectType: "gpu",
      subjectId: id,
      details: { server: place.server, index: place.index, model, legacyId: Number(key) },
    });
  }
  await recordAll(tx, [...servers.audits, ...audits]);
  return cards;
}
