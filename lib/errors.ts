/** Expected refusals: a "no" that a person can understand and act on. Everything else is a bug. */

/** Every reason for which gpusched says no; each has a sentence in `messages/<locale>/errors.json`. */
export const REFUSALS = [
  // anything
  "not-found",
  "login-required",
  "changed-meanwhile",
  "form-outdated",
  "unavailable",
  "busy",
  // fields
  "required",
  "too-short",
  "too-long",
  "not-a-number",
  "not-whole",
  "decimal-comma",
  "not-positive",
  "too-small",
  "too-large",
  "not-an-option",
  "not-a-time",
  "in-the-past",
  "control-characters",
  "bad-email",
  "bad-phone",
  "bad-username",
  "username-taken",
  "email-taken",
  "phone-taken",
  "server-index-taken",
  "server-name-taken",
  "password-too-short",
  "password-too-long",
  "password-not-ascii",
  "password-common",
  "password-personal",
  "passwords-differ",
  "wrong-password",
  // signing in
  "login-failed",
  "account-pending",
  "account-disabled",
  "too-many-attempts",
  "link-invalid",
  // reservations
  "duration-too-long",
  "already-reserved",
  "too-many-live",
  "access-disabled",
  "not-waiting",
  "already-started",
  "not-your-turn",
  "claim-window-over",
  "not-active",
  "already-ended",
  "gave-way-already",
  "nobody-waits",
  "somebody-waits",
  "extension-too-long",
  "maintenance-ahead",
  // an administrator acts for somebody
  "user-not-active",
  "user-access-disabled",
  "user-reserved-already",
  "user-too-many-live",
  "user-does-not-see",
  "same-gpu",
  // maintenance
  "until-before-from",
  "maintenance-overlaps",
  "maintenance-over",
  // administration
  "has-history",
  "has-running-use",
  "has-waiting-reservation",
  "server-not-empty",
  "last-administrator",
  "yourself",
  "too-many-changes",
  "too-many-accounts",
  "not-all",
] as const;

export type RefusalCode = (typeof REFUSALS)[number];
export type RefusalParams = Record<string, string | number>;

/** One expected "no". `field` names the form field it belongs to, when there is one. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly params: RefusalParams = {},
    readonly field?: string,
  ) {
    super(code);
    this.name = "Refusal";
  }
}

/** Several fields refused at once. */
export class FieldRefusals extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map((refusal) => `${refusal.field}: ${refusal.code}`).join(", "));
    this.name = "FieldRefusals";
  }
}

/** pg-pool's words for a connection that did not become free in time: all of them are at work. */
const NO_CONNECTION_FREE = "timeout exceeded when trying to connect";

/** The error as a refusal where it means that too many people are here, else unchanged. */
export function explainedIfBusy(error: unknown): unknown {
  const isBusy = error instanceof Error && error.message === NO_CONNECTION_FREE;
  return isBusy ? new Refusal("busy") : error;
}
