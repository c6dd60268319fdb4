import { getTranslations } from "next-intl/server";
import type { Foretold } from "@/lib/access/foretold";
import { namesOf } from "@/lib/access/queries";
import type { Preview } from "@/lib/access/views";

type About = { readonly userId: number; readonly gpuId: number };

/** So many sentences of a kind are told one by one; the others are counted. */
const MOST_LINES = 200;

/** What would follow from saving, in sentences. */
export async function previewOf(foretold: Foretold): Promise<Preview> {
  const { changes, kept, cancelled, withdrawn, turns, moves, digest } = foretold;
  const t = await getTranslations("adminAccess.preview");
  const spoken: About[] = [...kept, ...cancelled, ...withdrawn, ...turns, ...moves];
  const names = await namesOf(
    [...new Set(spoken.map(({ userId }) => userId))],
    [...new Set(spoken.map(({ gpuId }) => gpuId))],
  );
  const about = ({ userId, gpuId }: About) => {
    const [person, gpu] = [names.people.get(userId), names.gpus.get(gpuId)];
    return {
      name: person?.name ?? `#${userId}`,
      lab: person?.lab ?? "–",
      model: gpu?.model ?? "–",
      gpuName: gpu?.gpuName ?? `#${gpuId}`,
    };
  };
  const section = <Each extends About>(
    tone: "warning" | "info" | "error",
    title: string,
    all: readonly Each[],
    say: (each: Each) => string,
  ) => {
    const lines = all.slice(0, MOST_LINES).map(say);
    if (all.length > MOST_LINES) lines.push(t("more", { count: all.length - MOST_LINES }));
    return { tone, title, lines };
  };
  const keptFor = (reason: string) => kept.filter(({ why }) => why === reason);
  const running = keptFor("has-running-use");
  const outdated = keptFor("form-outdated");
  const gone = keptFor("not-found");
  const sections = [
    section("error", t("cancelled", { count: cancelled.length }), cancelled, (each) =>
      t(each.wasTurn ? "cancelledTurn" : "cancelledWaiting", about(each)),
    ),
    section("error", t("withdrawn", { count: withdrawn.length }), withdrawn, (each) =>
      t("line", about(each)),
    ),
    section("warning", t("running", { count: running.length }), running, (each) =>
      t("line", about(each)),
    ),
    section("warning", t("outdated", { count: outdated.length }), outdated, (each) =>
      t("line", about(each)),
    ),
    section("warning", t("gone", { count: gone.length }), gone, (each) => t("line", about(each))),
    section("info", t("turns", { count: turns.length }), turns, (each) => t("line", about(each))),
    section("info", t("moves", { count: moves.length }), moves, (each) =>
      t("move", { ...about(each), from: each.from, to: each.to }),
    ),
  ].filter(({ lines }) => lines.length > 0);
  const count = (is: (each: (typeof changes)[number]) => boolean) => changes.filter(is).length;
  return {
    digest,
    sections,
    isEmpty: changes.length === 0,
    summary: t("summary", {
      users: new Set(changes.map(({ userId }) => userId)).size,
      gpus: new Set(changes.map(({ gpuId }) => gpuId)).size,
      given: count(({ before }) => before === null),
      changed: count(({ before, after }) => before !== null && after !== null),
      removed: count(({ after }) => after === null),
    }),
  };
}
