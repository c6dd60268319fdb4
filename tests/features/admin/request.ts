/**
 * Administrators' forms as somebody sends them: everything is real but the request around it (who
 * sent it, in which language, where its answer leads). The actions are handed out here, because
 * they must be loaded after that is put in its place.
 */
import { expect, vi } from "vitest";
import * as accessActions from "@/app/admin/access/actions";
import * as defaultAccessActions from "@/app/admin/access/default/actions";
import * as matrixActions from "@/app/admin/access/matrix-actions";
import * as accountActions from "@/app/admin/accounts/actions";
import * as announcementActions from "@/app/admin/announcement/actions";
import * as gpuActions from "@/app/admin/gpus/actions";
import * as maintenanceActions from "@/app/admin/maintenance/actions";
import * as outboxActions from "@/app/admin/outbox/actions";
import * as reservationActions from "@/app/admin/reservations/actions";
import * as serverActions from "@/app/admin/servers/actions";
import { GET as readAuditFile } from "@/app/api/audit/route";
import { type ActionState, type FormAction, NOTHING_YET } from "@/lib/action-state";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import type { RefusalCode, RefusalParams } from "@/lib/errors";
import { translator } from "@/lib/i18n/translator";

const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
vi.mock("@/lib/i18n/time-view", () => ({
  timeView: async () => ({
    locale: "en",
    timeZone: "Asia/Taipei",
    isOwnZone: true,
    now: Date.parse("2026-03-02T04:00:00Z"),
  }),
}));
vi.mock("@/lib/web/address", () => ({ clientAddress: async () => "192.0.2.7" }));
vi.mock("next/cache", () => ({ refresh: () => undefined }));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`leads to ${to}`);
  },
}));
vi.mock("next-intl/server", () => ({
  getTranslations: async (area: "errors") => translator("en", area),
}));

const { approve, approveSelected, disableSelected } = accountActions;

export const actions = {
  approve,
  approveSelected,
  disableSelected,
  ...accessActions,
  ...announcementActions,
  ...defaultAccessActions,
  ...gpuActions,
  ...maintenanceActions,
  ...outboxActions,
  ...reservationActions,
  ...serverActions,
};

/** Asks for the log as a file. */
export function auditFile(who: Actor | null, query: string): Promise<Response> {
  request.user = who;
  return readAuditFile(new Request(`http://localhost/api/audit?${query}`));
}

export type Fields = Readonly<Record<string, string | number>>;

/** Sends a form as somebody (null: a visitor); answers with its state, or where it leads. */
export async function send(
  who: Actor | null,
  action: FormAction,
  fields: Fields,
): Promise<ActionState | string> {
  request.user = who;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  try {
    return await action(NOTHING_YET, form);
  } catch (error) {
    const to = error instanceof Error && /^leads to (.*)$/.exec(error.message)?.[1];
    if (to) return to;
    throw error;
  }
}

/** What the matrix asks and sends, which is no form. */
export function asking(who: Actor | null): typeof matrixActions {
  request.user = who;
  return matrixActions;
}

const says = (code: RefusalCode, params: RefusalParams = {}) =>
  translator("en", "errors")(code, params);

/** The answer that refuses the whole form. */
export const refused = (code: RefusalCode, params?: RefusalParams) =>
  expect.objectContaining({ ok: false, message: says(code, params) });

/** The answer that refuses exactly these fields. */
export const refusedAt = (fields: Readonly<Record<string, [RefusalCode, RefusalParams?]>>) =>
  expect.objectContaining({
    ok: false,
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, [code, params]]) => [field, says(code, params)]),
    ),
  });

/** What the audit log says about something, oldest first. */
export function auditOf(subjectType: string, subjectId: number) {
  return sql(
    `SELECT action, actor_id, address, details FROM audit_log
     WHERE subject_type = $1 AND subject_id = $2 ORDER BY id`,
    [subjectType, subjectId],
  );
}

/** Everything that an administrator may change, to see that nothing did. */
export async function everything(): Promise<unknown> {
  const tables = [
    "server",
    "agent",
    "found_gpu",
    "gpu",
    '"user"',
    "user_gpu_access",
    "default_access",
    "maintenance",
    "reservation",
    "notification",
    "announcement",
    "audit_log",
  ];
  const rows = tables.map((table) => sql(`SELECT * FROM ${table} ORDER BY 1, 2`));
  return Promise.all(rows);
}
