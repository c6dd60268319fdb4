import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Query } from "@/components/ui/query";
import { findServer } from "@/lib/agents/queries";
import { findGpu } from "@/lib/gpus/queries";
import { type Subject, subjectSchema } from "@/lib/maintenance/schema";
import { requireAdmin } from "@/lib/web/session";
import { takeOutForMaintenance } from "../actions";
import { PlanPage } from "../plan-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminMaintenance");
  return { title: t("takeOut") };
}

async function nameOf({ of, id }: Subject): Promise<string | undefined> {
  return of === "gpu" ? (await findGpu(id))?.gpuName : (await findServer(id))?.name;
}

/** Takes a GPU or a server out, after saying what that means. */
export default async function NewMaintenancePage({
  searchParams,
}: {
  searchParams: Promise<Query>;
}) {
  const viewer = await requireAdmin();
  const query = await searchParams;
  const subject = subjectSchema.safeParse(query).data ?? notFound();
  const name = (await nameOf(subject)) ?? notFound();
  const t = await getTranslations("adminMaintenance");
  const hidden = (
    <>
      <input type="hidden" name="of" value={subject.of} />
      <input type="hidden" name="id" value={subject.id} />
    </>
  );
  return (
    <PlanPage
      viewer={viewer}
      query={query}
      here="/admin/maintenance/new"
      title={t("newTitle", { name })}
      subject={subject}
      name={name}
      saved={{ from: "", until: "", reason: "" }}
      instead={null}
      action={takeOutForMaintenance}
      confirm={t("confirm")}
      asked={hidden}
      sent={hidden}
    />
  );
}
