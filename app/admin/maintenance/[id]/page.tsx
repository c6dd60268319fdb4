import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Query } from "@/components/ui/query";
import { timeView } from "@/lib/i18n/time-view";
import { wallClockOf } from "@/lib/i18n/wall-clock";
import { findMaintenance } from "@/lib/maintenance/queries";
import { versionOf } from "@/lib/maintenance/views";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { saveMaintenance } from "../actions";
import { PlanPage, subjectPage } from "../plan-page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminMaintenance");
  return { title: t("title") };
}

/** Gives maintenance other times or another reason, after saying what that means. */
export default async function MaintenancePage({ params, searchParams }: Props) {
  const viewer = await requireAdmin();
  const entry = (await findMaintenance(pathId((await params).id))) ?? notFound();
  const { id, subject, name, from, until, reason, state } = entry;
  if (state !== "ahead" && state !== "now") redirect(`${subjectPage(subject)}#maintenance`);
  const t = await getTranslations("adminMaintenance");
  const { timeZone } = await timeView();
  return (
    <PlanPage
      viewer={viewer}
      query={await searchParams}
      here={`/admin/maintenance/${id}`}
      title={t("changeTitle", { name })}
      subject={subject}
      name={name}
      saved={{
        from: wallClockOf(from, timeZone),
        until: until === null ? "" : wallClockOf(until, timeZone),
        reason,
      }}
      instead={{ from, until, reason }}
      hasBegun={state === "now"}
      action={saveMaintenance}
      confirm={t("confirmChange")}
      sent={
        <>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="seen" value={versionOf(entry)} />
        </>
      }
    />
  );
}
