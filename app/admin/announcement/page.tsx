import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, TextArea } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { LocalTime } from "@/components/ui/local-time";
import { PageTitle } from "@/components/ui/page-title";
import { SubmitButton } from "@/components/ui/submit-button";
import { currentAnnouncement } from "@/lib/announcements/queries";
import { ANNOUNCEMENT_LENGTH } from "@/lib/announcements/schema";
import type { Announcement } from "@/lib/announcements/views";
import { timeView } from "@/lib/i18n/time-view";
import { wallClockOf } from "@/lib/i18n/wall-clock";
import { requireAdmin } from "@/lib/web/session";
import { publishAnnouncement, takeAnnouncementBack } from "./actions";
import { Preview } from "./preview";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAnnouncement");
  return { title: t("title") };
}

/** What stands now: since when, until when, by whom; and the way to take it back. */
async function Standing({ announcement }: { announcement: Announcement }) {
  const t = await getTranslations("adminAnnouncement");
  const { id, madeAt, madeBy, until } = announcement;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p>
        {t.rich(until === null ? "standing" : "standingUntil", {
          name: madeBy,
          since: () => <LocalTime at={madeAt} absolute />,
          until: () => <LocalTime at={until} absolute />,
        })}
      </p>
      <ConfirmDialog
        action={takeAnnouncementBack}
        trigger={t("takeBack")}
        title={t("takeBackTitle")}
        confirm={t("takeBack")}
        cancel={t("keep")}
        danger
      >
        <input type="hidden" name="seen" value={id} />
        <p>{t("takeBackHelp")}</p>
      </ConfirmDialog>
    </div>
  );
}

export default async function AnnouncementPage() {
  await requireAdmin();
  const announcement = await currentAnnouncement();
  const { timeZone } = await timeView();
  const t = await getTranslations("adminAnnouncement");
  const { id, textZh, textEn, until } = announcement ?? {};
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t("title")} help={t("help")} />
      <section className="card-box grid gap-4 p-4 sm:p-6">
        {announcement ? <Standing announcement={announcement} /> : <p>{t("none")}</p>}
        <Form action={publishAnnouncement} version={String(id ?? "")}>
          <input type="hidden" name="seen" value={id ?? ""} />
          <TextArea
            name="textZh"
            lang="zh-TW"
            label={t("textZh")}
            defaultValue={textZh ?? ""}
            maxLength={ANNOUNCEMENT_LENGTH}
          />
          <TextArea
            name="textEn"
            lang="en"
            label={t("textEn")}
            help={t("textHelp")}
            defaultValue={textEn ?? ""}
            maxLength={ANNOUNCEMENT_LENGTH}
          />
          <Field
            name="until"
            type="datetime-local"
            label={t("until")}
            help={t("untilHelp", { zone: timeZone })}
            defaultValue={until ? wallClockOf(until, timeZone) : ""}
            className="sm:max-w-64"
          />
          <Preview
            key={id ?? 0}
            textZh={textZh ?? ""}
            textEn={textEn ?? ""}
            labels={{ "zh-TW": t("preview.zh-TW"), en: t("preview.en") }}
          />
          <SubmitButton className="btn-primary justify-self-start">
            {announcement ? t("replace") : t("publish")}
          </SubmitButton>
        </Form>
      </section>
    </div>
  );
}
