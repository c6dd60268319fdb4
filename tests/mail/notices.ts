/** A mail of each kind, at half past five in the afternoon. */
import type { Notice, NoticeKind } from "@/lib/notifications/kinds";
import { at } from "@/tests/support/core";

export const NOW = at("2026-03-02 17:30");
const iso = (wallClock: string) => new Date(at(wallClock)).toISOString();
export const LINK = "0b4b2f0e-7d4c-4a39-9a57-0d6a51a3a6f1";

export const gpu = { gpuId: 7, model: "RTX 4090", gpuName: "gpu01-2", durationHours: 3 };
const TODAY = iso("2026-03-02 18:30");
export const TOMORROW = iso("2026-03-03 09:00");

export const NOTICES: { [Kind in NoticeKind]: Extract<Notice, { kind: Kind }>["facts"] } = {
  "your-turn": { ...gpu, claimBy: TODAY },
  started: { ...gpu, endsAt: TODAY },
  "turn-passed-on": { ...gpu, claimBy: TODAY },
  "ending-soon": { ...gpu, endsAt: TODAY },
  ended: { ...gpu, endedAt: TODAY, cause: "TIME_UP", reason: null },
  "cancelled-by-admin": { ...gpu, reason: "冷氣維修" },
  "calendar-updated": {
    ...gpu,
    calendar: {
      standing: "confirmed",
      startsAt: iso("2026-03-02 15:30"),
      endsAt: TODAY,
      at: iso("2026-03-02 15:30"),
      sequence: 36_000,
      because: "started",
    },
  },
  "reserved-for-you": { ...gpu, autoStart: false },
  reassigned: { ...gpu, from: { model: "RTX 3090", gpuName: "gpu02-0" }, reason: "冷氣維修" },
  maintenance: {
    ...gpu,
    from: TODAY,
    until: TOMORROW,
    reason: "冷氣維修",
    effect: "waits",
    isChange: false,
  },
  "maintenance-over": { ...gpu, from: TODAY, isCalledOff: true },
  "account-approved": {},
  "account-disabled": {},
  "registration-received": { accountId: 12, username: "ming", name: "王小明", lab: "資訊實驗室" },
  incident: {
    incident: "fault",
    detail: "requires-reset",
    serverId: 3,
    server: "gpu01",
    gpu: { id: 7, model: "RTX 4090", gpuName: "gpu01-2" },
    beganAt: TODAY,
  },
  "verify-email": { linkId: LINK },
  "reset-password": { linkId: LINK },
};
