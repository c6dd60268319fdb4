import { HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import type { DemoReservation } from "./book";

type Live = Pick<DemoReservation, "gpu" | "username" | "hours"> & {
  /** Minutes before now at which it was reserved, got its turn and was started. */
  reserved: number;
  turn?: number;
  started?: number;
  autoStart?: true;
};

const LIVE: readonly Live[] = [
  { gpu: "gpu01-0", username: "yichun.chen", hours: 8, reserved: 400, turn: 194, started: 185 },
  { gpu: "gpu01-0", username: "chunchieh.wang", hours: 4, reserved: 150 },
  { gpu: "gpu01-0", username: "hsinyi.hsieh", hours: 6, reserved: 95 },
  { gpu: "gpu01-0", username: "chihhao.lin", hours: 2, reserved: 40 },
  { gpu: "gpu01-1", username: "kuanting.liu", hours: 12, reserved: 300, turn: 12 },
  { gpu: "gpu01-1", username: "pohan.kuo", hours: 6, reserved: 75 },
  {
    gpu: "gpu02-0",
    username: "yichen.tsai",
    hours: 48,
    reserved: 1500,
    turn: 1200,
    started: 1200,
    autoStart: true,
  },
  { gpu: "gpu02-0", username: "shufen.li", hours: 24, reserved: 700 },
  { gpu: "gpu02-0", username: "yawen.hsu", hours: 12, reserved: 350 },
  { gpu: "gpu02-0", username: "chiahao.chang", hours: 24, reserved: 120, autoStart: true },
  { gpu: "gpu02-1", username: "chenghan.yang", hours: 24, reserved: 395, turn: 395, started: 390 },
  { gpu: "gpu02-2", username: "yuhsiang.cheng", hours: 4, reserved: 200 },
  { gpu: "gpu03-0", username: "peishan.wu", hours: 12, reserved: 600, turn: 148, started: 130 },
  { gpu: "gpu03-0", username: "yawen.hsu", hours: 6, reserved: 100 },
  { gpu: "gpu03-0", username: "kuanting.liu", hours: 8, reserved: 60 },
];

/** When, in hours before now, the past of a GPU ends that nobody holds. */
const IDLE_SINCE: Readonly<Record<string, number>> = { "gpu01-2": 3, "gpu02-2": 26, "gpu03-1": 96 };

/** What is going on right now: some use, one has the turn, some wait. */
export function present(now: Instant): DemoReservation[] {
  return LIVE.map(({ gpu, username, hours, reserved, turn, started, autoStart = false }) => {
    const ago = (minutes: number | undefined) =>
      minutes === undefined ? null : now - minutes * MINUTE;
    const startsAt = ago(started);
    const turnAt = ago(turn);
    return {
      gpu,
      username,
      hours,
      autoStart,
      status: startsAt !== null ? "ACTIVE" : turnAt !== null ? "NOTIFIED" : "WAITING",
      reservedAt: now - reserved * MINUTE,
      turnAt,
      startsAt,
      endsAt: startsAt === null ? null : startsAt + hours * HOUR,
      endCause: null,
      endReason: null,
    };
  });
}

/** Until when somebody before the present one held a GPU. */
export function pastEndsAt(gpu: string, live: readonly DemoReservation[], now: Instant): Instant {
  const holder = live.find((each) => each.gpu === gpu && each.turnAt !== null);
  if (!holder?.turnAt) return now - (IDLE_SINCE[gpu] ?? 12) * HOUR;
  const wasQueued = holder.reservedAt < holder.turnAt;
  return wasQueued ? holder.turnAt : holder.turnAt - 2 * HOUR;
}
