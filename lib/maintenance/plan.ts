/** A plan as its form has it, read before anything is decided: for the page that foretells. */
import { type Plan, planned } from "@/lib/domain/maintenance-plan";
import type { Instant } from "@/lib/domain/words";
import type { RefusalCode, RefusalParams } from "@/lib/errors";
import { instantOf } from "@/lib/i18n/wall-clock";
import { reason as reasonSchema } from "./schema";

export const PLAN_FIELDS = ["from", "until", "reason"] as const;
type Field = (typeof PLAN_FIELDS)[number];

/** What stands in the fields: wall-clock times ("" for none), and why. */
export type PlanTexts = Readonly<Record<Field, string>>;

export type Wrong = Partial<
  Record<Field, { readonly code: RefusalCode; readonly params?: RefusalParams }>
>;

export type ReadPlan =
  | { readonly plan: Plan & { readonly reason: string }; readonly wrong?: undefined }
  | { readonly wrong: Wrong };

const MOST = 500;

function wrongReason(text: string): Wrong {
  if (text.trim() === "") return { reason: { code: "required" } };
  if (text.length > MOST) return { reason: { code: "too-long", params: { most: MOST } } };
  return { reason: { code: "control-characters" } };
}

/** Reads a plan on the wall clock of a zone, at `now`; or says by field what is wrong. */
export function readPlan(texts: PlanTexts, timeZone: string, now: Instant): ReadPlan {
  const from = texts.from === "" ? null : instantOf(texts.from, timeZone);
  const until = texts.until === "" ? null : instantOf(texts.until, timeZone);
  const reason = reasonSchema.safeParse(texts.reason);
  let wrong: Wrong = {};
  if (texts.from !== "" && from === null) wrong.from = { code: "not-a-time" };
  if (texts.until !== "" && until === null) wrong.until = { code: "not-a-time" };
  const fits = planned({ from, until }, now);
  if ("code" in fits && !wrong.from && !wrong.until) wrong[fits.field] = { code: fits.code };
  if (!reason.success) wrong = { ...wrong, ...wrongReason(texts.reason) };
  if (!reason.success || Object.keys(wrong).length > 0) return { wrong };
  return { plan: { from, until, reason: reason.data } };
}
