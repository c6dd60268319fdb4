import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Form } from "@/components/ui/form";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { SubmitButton } from "@/components/ui/submit-button";
import type { MailedCalendar } from "@/lib/calendar/mailed";
import { findMail } from "@/lib/notifications/queries";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { sendMailAgain } from "../actions";
import { MailKind } from "../mail-kind";
import { MailStateCell } from "../mail-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminOutbox");
  return { title: t("title") };
}

/** What the mail says to calendars. */
async function CalendarPart({ calendar }: { calendar: MailedCalendar }) {
  const t = await getTranslations("adminOutbox");
  const { facts, ics } = calendar;
  return (
    <section className="card-box grid gap-3 p-4 sm:p-6">
      <h2 className="font-semibold text-lg">{t("calendar")}</h2>
      <dl className="grid gap-1">
        <Fact label={t("columns.state")}>{t(`standing.${facts.standing}`)}</Fact>
        <Fact label={t("begins")}>
          <LocalTime at={Date.parse(facts.startsAt)} absolute />
        </Fact>
        <Fact label={t("ends")}>
          <LocalTime at={Date.parse(facts.endsAt)} absolute />
        </Fact>
        <Fact label={t("sequence")}>{facts.sequence}</Fact>
      </dl>
      <details>
        <summary className="text-link w-fit">{t("ics")}</summary>
        <pre className="mt-3 whitespace-pre-wrap text-sm">{ics}</pre>
      </details>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[8rem_1fr]">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin();
  const mail = (await findMail(pathId((await params).id))) ?? notFound();
  const t = await getTranslations("adminOutbox");
  const { rendered, reservationId } = mail;
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={<MailKind kind={mail.kind} />} />
      <div className="grid gap-4">
        <section className="card-box grid gap-4 p-4 sm:p-6">
          <dl className="grid gap-1">
            <Fact label={t("columns.state")}>
              <MailStateCell mail={mail} />
            </Fact>
            <Fact label={t("recipient")}>
              <Link href={`/admin/accounts/${mail.user.id}`} className="text-link">
                {mail.user.name}
              </Link>{" "}
              {mail.user.email}
            </Fact>
            <Fact label={t("columns.created")}>
              <LocalTime at={mail.createdAt} />
            </Fact>
            {reservationId !== null && (
              <Fact label={t("reservation")}>
                <Link href={`/reservations/${reservationId}`} className="text-link">
                  {reservationId}
                </Link>
              </Fact>
            )}
            <Fact label={t("messageId")}>
              <code className="break-all">{mail.messageId}</code>
            </Fact>
          </dl>
          <Form action={sendMailAgain} className="grid justify-items-start gap-2">
            <input type="hidden" name="id" value={mail.id} />
            <p className="text-muted text-sm">{t("sendAgainHelp")}</p>
            <SubmitButton className="">{t("sendAgain")}</SubmitButton>
          </Form>
        </section>
        {rendered ? (
          <section className="card-box grid gap-3 p-4 sm:p-6">
            <h2 className="font-semibold text-lg">{t("text")}</h2>
            <p className="text-muted text-sm">{t("hiddenLinks")}</p>
            <p className="font-medium" lang={mail.locale}>
              <span className="sr-only">{t("subject")}: </span>
              {rendered.subject}
            </p>
            <pre lang={mail.locale} className="whitespace-pre-wrap font-sans">
              {rendered.text}
            </pre>
            <details>
              <summary className="text-link w-fit">{t("html")}</summary>
              {/* Nothing in it may run, and its links lead nowhere. */}
              <iframe
                title={t("html")}
                sandbox=""
                srcDoc={rendered.html}
                className="mt-3 h-[36rem] w-full rounded-box border border-base-300"
              />
            </details>
          </section>
        ) : (
          <Notice tone="error">{t("unreadable")}</Notice>
        )}
        {rendered?.calendar && <CalendarPart calendar={rendered.calendar} />}
        <p>
          <Link href="/admin/outbox" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
