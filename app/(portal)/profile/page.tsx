import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageTitle } from "@/components/ui/page-title";
import { profileOf } from "@/lib/accounts/queries";
import { feedUrlOf } from "@/lib/calendar/queries";
import { mutedKinds } from "@/lib/notifications/queries";
import { requireUser } from "@/lib/web/session";
import { CalendarSection } from "./calendar-section";
import { DetailsForm } from "./details-form";
import { EmailForm } from "./email-form";
import { MailPreferences } from "./mail-preferences";
import { PasswordForm } from "./password-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile");
  return { title: t("title") };
}

type SectionProps = { id?: string; title: string; children: ReactNode };

function Section({ id, title, children }: SectionProps) {
  return (
    <section id={id} className="card-box grid min-w-0 scroll-mt-4 content-start gap-4 p-4 sm:p-6">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

export default async function ProfilePage() {
  const user = await requireUser();
  const [profile, feedUrl, muted] = await Promise.all([
    profileOf(user.id),
    feedUrlOf(user.id),
    mutedKinds(user.id),
  ]);
  const t = await getTranslations("profile");
  return (
    <>
      <PageTitle title={t("title")} help={t("help", { username: profile.username })} />
      <div className="grid max-w-4xl items-start gap-4 md:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <Section title={t("details")}>
            <DetailsForm profile={profile} />
          </Section>
          <Section id="mails" title={t("mails.title")}>
            <MailPreferences muted={muted} isAdmin={user.isAdmin} />
          </Section>
        </div>
        <div className="grid min-w-0 gap-4">
          <Section title={t("emailTitle")}>
            <EmailForm profile={profile} />
          </Section>
          <Section title={t("passwordTitle")}>
            <PasswordForm username={profile.username} />
          </Section>
          <Section id="calendar" title={t("calendar.title")}>
            <CalendarSection url={feedUrl} />
          </Section>
        </div>
      </div>
    </>
  );
}
