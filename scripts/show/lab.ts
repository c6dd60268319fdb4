/** Invented portals of several sizes, for looking at their pages. */
import { createAdministrator, randomPassword } from "../../lib/accounts/commands-administrator";
import type { Actor } from "../../lib/actor";
import { sql } from "../../lib/db";
import { Random } from "../../lib/demo/random";
import { reserve } from "../../lib/reservations/commands";
import { fillPortal } from "../stats/fill";
import { inventNames, LABS } from "./names";

export type ShowSize = { gpus: number; people: number };

const MOST_LIVE = 3;

/** Whose pages are looked at. */
export type Show = { administrator: number; user: number };

const NAME_PEOPLE = `
  UPDATE "user" u SET name = named.name, lab = named.lab, username = named.username,
    email = named.username || '@example.org', email_verified_at = now(),
    status = CASE WHEN named.n % 17 = 3 THEN 'PENDING' WHEN named.n % 23 = 5 THEN 'DISABLED'
             ELSE 'ACTIVE' END::account_status,
    time_multiplier = (ARRAY[1, 1, 1, 0.5, 1.5, 2])[1 + named.n % 6]
  FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
    AS named (id, name, lab, username, n)
  WHERE u.id = named.id`;

// Each lab sees two servers of three; the last cards are one of each kind of trouble.
const ARRANGE = [
  `UPDATE server SET name = 'gpu' || lpad(id::text, 2, '0')`,
  `DELETE FROM user_gpu_access a USING "user" u, gpu g
   WHERE u.id = a.user_id AND g.id = a.gpu_id AND (length(u.lab) + g.server_id) % 3 = 0
     AND g.server_id > (SELECT min(id) FROM server)`,
  `UPDATE user_gpu_access SET priority = (user_id * 7 + gpu_id * 3) % 3,
     status = (user_id * 11 + gpu_id) % 29 > 0`,
  `UPDATE gpu SET fault = 'requires-reset' WHERE id = (SELECT max(id) FROM gpu)`,
  `UPDATE gpu SET status = false WHERE id = (SELECT max(id) - 1 FROM gpu)`,
  `INSERT INTO incident (kind, server_id, gpu_id, began_at, detail)
   SELECT 'hot', server_id, id, now() - interval '20 min', '93' FROM gpu
   WHERE id = (SELECT max(id) - 2 FROM gpu)`,
];

const MAINTENANCE = `
  INSERT INTO maintenance (gpu_id, begins_at, ends_at, reason, made_by, made_at)
  SELECT max(id) - 3, date_trunc('hour', now()) + interval '30 h',
         date_trunc('hour', now()) + interval '38 h', '更換電源供應器', $1, now() FROM gpu`;

const ANNOUNCEMENT = `
  INSERT INTO announcement (text_zh, text_en, made_by, made_at)
  VALUES ('機房將於週六 08:00–12:00 停電檢修，期間所有伺服器都會關機；進度請見 https://status.example.org/',
          'The machine room has no power on Saturday from 8:00 to 12:00, and every server will be off. See https://status.example.org/',
          $1, now())`;

// Uses that began some hours ago, as far as the card was free then.
const BEGIN_EARLIER = `
  UPDATE reservation r SET start_time = r.start_time - ago.by, end_time = r.end_time - ago.by,
    notification_time = r.notification_time - ago.by, reservation_time = r.reservation_time - ago.by
  FROM (
    SELECT use.id, least(use.duration * interval '36 min', greatest(interval '0',
             use.start_time - coalesce((SELECT max(past.end_time) FROM reservation past
               WHERE past.gpu_id = use.gpu_id AND past.status = 'COMPLETED'), '-infinity'))) AS by
    FROM reservation use WHERE use.status = 'ACTIVE' AND use.duration > 1
  ) AS ago WHERE ago.id = r.id`;

async function invite(gpuId: number): Promise<Actor[]> {
  const rows = await sql<{ id: number }>(
    `SELECT u.id FROM "user" u JOIN user_gpu_access a ON a.user_id = u.id
     WHERE a.gpu_id = $1 AND a.status AND u.status = 'ACTIVE' AND NOT u.is_admin ORDER BY u.id`,
    [gpuId],
  );
  return rows.map(({ id }) => ({ id, isAdmin: false, address: null }));
}

/** Some cards free, most in use, some with a turn that waits for its user, queues of all lengths. */
async function fillQueues(gpuIds: readonly number[], without: number): Promise<void> {
  const random = new Random(2_026);
  const live = new Map([[without, MOST_LIVE]]);
  for (const [at, gpuId] of gpuIds.entries()) {
    if (at % 5 === 4) continue;
    const wanted = at % 7 === 0 ? 7 : random.between(1, 4);
    const people = random
      .shuffled(await invite(gpuId))
      .filter(({ id }) => (live.get(id) ?? 0) < MOST_LIVE);
    for (const [place, actor] of people.slice(0, wanted).entries()) {
      const hours = random.between(1, place === 0 ? 24 : 12);
      const autoStart = place === 0 && at % 6 !== 5;
      await reserve(actor, { gpuId, hours, autoStart }).catch(() => undefined);
      live.set(actor.id, (live.get(actor.id) ?? 0) + 1);
    }
  }
}

/**
 * Fills an empty portal: a week of samples and uses, queues of all lengths, every trouble there is.
 * Nobody can log in to it but through a session that is made elsewhere.
 */
export async function makeShow({ gpus, people }: ShowSize): Promise<Show> {
  const administrator = await makeAdministrator();
  if (gpus === 0) {
    const rows = await sql<{ id: number }>(
      `INSERT INTO "user" (username, name, email, phone, lab, status, password_hash, email_verified_at)
       VALUES ('newcomer', '陳怡君', 'newcomer@example.org', '0900000001', $1, 'ACTIVE', '-', now())
       RETURNING id`,
      [LABS[0]],
    );
    return { administrator, user: rows[0]?.id ?? 0 };
  }
  const seconds = gpus > 50 ? 600 : 60;
  await fillPortal({ gpus, people, days: 7, seconds }, () => undefined);
  const ids = await idsOf(`SELECT id FROM "user" WHERE NOT is_admin ORDER BY id`);
  const names = inventNames(new Random(2_026), ids.length);
  const labs = ids.map((_, index) => LABS[index % LABS.length]);
  await sql(NAME_PEOPLE, [ids, names, labs, ids.map((_, index) => `member${index + 1}`)]);
  for (const statement of ARRANGE) await sql(statement);
  await sql(MAINTENANCE, [administrator]);
  if (gpus > 50) await sql(ANNOUNCEMENT, [administrator]);
  const user = ids[6] ?? 0;
  const gpuIds = await idsOf("SELECT id FROM gpu ORDER BY id");
  const own = await idsOf(
    `SELECT gpu_id AS id FROM user_gpu_access WHERE user_id = ${user} AND status ORDER BY 1`,
  );
  await reserve(actorOf(user), { gpuId: own[0] ?? 0, hours: 6, autoStart: true });
  await reserve(actorOf(user), { gpuId: own[1] ?? 0, hours: 12, autoStart: false });
  await fillQueues(gpuIds, user);
  await reserve(actorOf(user), { gpuId: own[2] ?? 0, hours: 8, autoStart: false });
  await sql(BEGIN_EARLIER);
  return { administrator, user };
}

const actorOf = (id: number): Actor => ({ id, isAdmin: false, address: null });

const idsOf = async (text: string) => (await sql<{ id: number }>(text)).map(({ id }) => id);

function makeAdministrator(): Promise<number> {
  return createAdministrator({
    username: "keeper",
    name: "周建宏",
    email: "keeper@example.org",
    phone: "0900000000",
    lab: LABS[0],
    locale: "zh-TW",
    password: randomPassword(),
  });
}
