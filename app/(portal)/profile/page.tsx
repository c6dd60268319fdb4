import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageTitle } from "@/components/ui/page-title";
import { profileOf } from "@/lib/accounts/queries";
import { requireUser } from "@/lib/web/session";
import { DetailsForm } from "./details-form";
import { EmailForm } from "./email-form";
import { PasswordForm } from "./password-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile");
  return { title: t("title") };
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card-box grid content-start gap-4 p-4 sm:p-6">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

export default async function ProfilePage() {
  const user = await requireUser();
  const profile = await profileOf(user.id);
  const t = await getTranslations("profile");
  return (
    <>
      <PageTitle title={t("title")} help={t("help", { username: profile.username })} />
      <div className="grid max-w-4xl items-start gap-4 md:grid-cols-2">
        <Section title={t("details")}>
          <DetailsForm profile={profile} />
        </Section>
        <div className="grid gap-4">
          <Section title={t("emailTitle")}>
            <EmailForm profile={profile} />
          </Section>
          <Section title={t("passwordTitle")}>
            <PasswordForm username={profile.username} />
          </Section>
        </div>
      </div>
    </>
  );
}
