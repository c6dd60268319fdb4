import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Announcement } from "./views";

type Row = {
  id: number;
  text_zh: string | null;
  text_en: string | null;
  until: Date | null;
  made_at: Date;
  name: string;
};

const NEWEST = `
  SELECT a.id, a.text_zh, a.text_en, a.until, a.made_at, u.name
  FROM announcement a JOIN "user" u ON u.id = a.made_by
  ORDER BY a.id DESC LIMIT 1`;

/** The announcement that stands at this moment, or null. There is one at a time. */
export async function currentAnnouncement(): Promise<Announcement | null> {
  const [row] = await sql<Row>(NEWEST);
  if (!row) return null;
  if (row.until && row.until <= (await now())) return null;
  return {
    id: row.id,
    textZh: row.text_zh,
    textEn: row.text_en,
    until: row.until?.getTime() ?? null,
    madeAt: row.made_at.getTime(),
    madeBy: row.name,
  };
}
