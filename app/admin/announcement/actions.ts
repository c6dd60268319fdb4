"use server";

import { getTranslations } from "next-intl/server";
import { announce, takeBack } from "@/lib/announcements/commands";
import { announcementSchema, seenAnnouncementSchema } from "@/lib/announcements/schema";
import { Refusal } from "@/lib/errors";
import { timeView } from "@/lib/i18n/time-view";
import { instantOf } from "@/lib/i18n/wall-clock";
import { adminAction } from "@/lib/web/action";

/** The end of an announcement, on the clock of whoever wrote it. @throws Refusal */
async function endOf(until: string): Promise<Date | null> {
  if (until === "") return null;
  const { timeZone } = await timeView();
  const at = instantOf(until, timeZone);
  if (at === null) throw new Refusal("not-a-time", {}, "until");
  return new Date(at);
}

export const publishAnnouncement = adminAction({
  schema: announcementSchema,
  run: async ({ textZh, textEn, until, seen }, actor) => {
    await announce(actor, { textZh, textEn, until: await endOf(until) }, seen);
    const t = await getTranslations("adminAnnouncement");
    return { message: t("published") };
  },
});

export const takeAnnouncementBack = adminAction({
  schema: seenAnnouncementSchema,
  run: async ({ seen }, actor) => {
    await takeBack(actor, seen);
    return undefined;
  },
});
