/** Every page of a portal, by who looks at it. */
import { sql } from "../../lib/db";
import type { Show } from "./lab";

export type Who = "visitor" | "user" | "administrator";

export type ShownPage = { readonly who: Who; readonly name: string; readonly path: string };

const FIRST = `
  SELECT (SELECT min(gpu_id) FROM user_gpu_access WHERE user_id = $1) AS gpu,
         (SELECT min(server_id) FROM gpu) AS server,
         (SELECT id FROM reservation WHERE user_id = $1 AND status = 'WAITING' LIMIT 1) AS waiting,
         (SELECT id FROM reservation WHERE user_id = $1 AND status = 'NOTIFIED' LIMIT 1) AS turn,
         (SELECT id FROM reservation WHERE user_id = $1 AND status = 'ACTIVE' LIMIT 1) AS use,
         (SELECT id FROM reservation WHERE user_id = $1 AND status = 'COMPLETED' LIMIT 1) AS past,
         (SELECT min(id) FROM maintenance) AS maintenance,
         (SELECT min(gpu_id) FROM reservation WHERE status = 'ACTIVE') AS used,
         (SELECT min(id) FROM "user" WHERE status = 'PENDING') AS pending,
         (SELECT min(id) FROM notification) AS mail`;

type Thing =
  | "gpu"
  | "server"
  | "waiting"
  | "turn"
  | "use"
  | "past"
  | "maintenance"
  | "used"
  | "pending"
  | "mail";
type First = Record<Thing, number | null>;

const of = (who: Who, paths: readonly string[]): ShownPage[] =>
  paths.map((path) => {
    const words = path
      .replaceAll(/\d+/g, "one")
      .split(/[/?=&]/)
      .filter(Boolean);
    return { who, path, name: `${who}-${words.join("-") || "landing"}` };
  });

/** A reservation's page, by what stands there. */
const reservation = (state: string, id: number | null | undefined): ShownPage[] =>
  id ? [{ who: "user", path: `/reservations/${id}`, name: `user-reservation-${state}` }] : [];

/** The pages of a show; those about a thing only where there is one. */
export async function pagesOf({ user }: Show): Promise<ShownPage[]> {
  const [first] = await sql<First>(FIRST, [user]);
  const about = (path: string, id: number | null | undefined, rest = "") =>
    id ? [`${path}${id}${rest}`] : [];
  return [
    ...of("visitor", ["/", "/login", "/register", "/forgot-password", "/reset-password"]),
    ...of("user", [
      "/dashboard",
      "/reserve",
      ...about("/gpus/", first?.gpu),
      "/usage",
      "/usage?by=month",
      "/profile",
    ]),
    ...reservation("waiting", first?.waiting),
    ...reservation("turn", first?.turn),
    ...reservation("use", first?.use),
    ...reservation("past", first?.past),
    ...of("administrator", [
      "/admin",
      "/admin/accounts",
      `/admin/accounts/${user}`,
      ...about("/admin/accounts/selected?do=approve&id=", first?.pending, `&id=${user}`),
      `/admin/accounts/selected?do=disable&id=${user}`,
      "/admin/gpus",
      "/admin/servers",
      "/admin/gpus/new",
      ...about("/admin/gpus/", first?.gpu),
      ...about("/admin/servers/", first?.server),
      ...about("/admin/maintenance/new?of=gpu&id=", first?.used),
      ...about("/admin/maintenance/new?of=gpu&id=", first?.used, "&reason=fan&preview=1"),
      ...about("/admin/maintenance/new?of=server&id=", first?.server, "&reason=fan&preview=1"),
      ...about("/admin/maintenance/", first?.maintenance),
      "/admin/access",
      "/admin/access/default",
      `/admin/access?user=${user}`,
      ...about("/admin/access?gpu=", first?.gpu),
      "/admin/reservations",
      "/usage",
      "/admin/reservations?group=all",
      "/admin/reservations/new",
      `/admin/reservations/new?user=${user}`,
      ...about("/admin/reservations/", first?.waiting, "/move"),
      "/usage?by=user",
      "/usage?by=lab",
      "/admin/outbox",
      ...about("/admin/outbox/", first?.mail),
      "/admin/audit",
      "/admin/status",
      "/admin/announcement",
    ]),
  ];
}
