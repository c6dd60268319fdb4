import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { AnnouncementBanner } from "@/components/shell/announcement-banner";
import { currentAnnouncement } from "@/lib/announcements/queries";
import { ANNOUNCEMENT_COOKIE, textFor } from "@/lib/announcements/views";
import { outageOf } from "@/lib/outage";
import { dismissAnnouncement } from "./preferences";

const outage = outageOf("reading the announcement");

/** A page that says that the database is down must not need it. */
const announcementOrNull = cache(async () => {
  try {
    const announcement = await currentAnnouncement();
    outage.ended();
    return announcement;
  } catch (error) {
    outage.began(error);
    return null;
  }
});

/** What administrators say to everybody, until the reader has dismissed it. */
export async function CurrentAnnouncement() {
  const announcement = await announcementOrNull();
  if (!announcement) return null;
  const dismissed = (await cookies()).get(ANNOUNCEMENT_COOKIE)?.value;
  if (dismissed === String(announcement.id)) return null;
  const { text, locale } = textFor(announcement, await getLocale());
  return (
    <AnnouncementBanner
      id={announcement.id}
      text={text}
      locale={locale}
      dismiss={dismissAnnouncement}
    />
  );
}
