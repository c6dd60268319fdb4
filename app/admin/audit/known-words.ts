/** What the log may hold that has a translation; older entries may hold what has none any more. */
import type { AccountStatus, EndCause } from "@/lib/domain/words";
import { NOTICE_KINDS } from "@/lib/notifications/kinds";

const within =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): text is Word =>
    words.some((word) => word === text);

const FIELDS = [
  "server",
  "index",
  "model",
  "cudaVersion",
  "maxHours",
  "temperatureLimit",
  "uuid",
  "connectionInfo",
  "enabled",
  "users",
  "priority",
  "status",
  "hours",
  "endsAt",
  "gpuId",
  "cause",
  "reason",
  "mark",
  "kind",
  "username",
  "name",
  "email",
  "phone",
  "lab",
  "locale",
  "timeMultiplier",
  "isAdmin",
  "textZh",
  "textEn",
  "until",
  "gpu",
  "begins",
  "ends",
  "legacyId",
  "samples",
] as const;

const END_CAUSES = [
  "TIME_UP",
  "RELEASED",
  "ENDED_BY_ADMIN",
  "MAINTENANCE",
  "CLAIM_WINDOW_OVER",
  "CANCELLED",
  "DECLINED",
  "CANCELLED_BY_ADMIN",
] as const satisfies EndCause[];

export const isField = within(FIELDS);
export const isEndCause = within(END_CAUSES);
export const isAccountStatus = within<AccountStatus>(["PENDING", "ACTIVE", "DISABLED"]);
export const isMailStatus = within(["PENDING", "SENT", "FAILED"]);
export const isMailKind = within(NOTICE_KINDS);
