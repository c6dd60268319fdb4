/** Sends forms to server actions, as somebody: without a server, but on the real database. */
import { expect, vi } from "vitest";
import { type ActionState, type FormAction, NOTHING_YET } from "@/lib/action-state";
import type { Actor } from "@/lib/actor";
import type { RefusalCode } from "@/lib/errors";
import { translator } from "@/lib/i18n/translator";

// What belongs to a request: who sent it, in which language, and where its answer leads.
const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
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

// From here, so that they are loaded with what stands in for the request.
export const actions = await import("@/app/(portal)/reservations/actions");

type Answer = ActionState | string;

/** Sends a form as somebody (null: a visitor); answers with the form's state or where it leads. */
export async function send(
  who: Actor | null,
  action: FormAction,
  fields: Record<string, string | number>,
): Promise<Answer> {
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

export const says = (code: RefusalCode, params = {}) => translator("en", "errors")(code, params);

export const refused = (code: RefusalCode, params = {}) =>
  expect.objectContaining({ ok: false, message: says(code, params) });

export const refusedAt = (field: string, code: RefusalCode, params = {}) =>
  expect.objectContaining({ ok: false, fields: { [field]: says(code, params) } });

/** Done, without a word. */
export const DONE = { ok: true, message: undefined };
