import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatAbsolute, formatHours } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { type Destination, destinationsOf } from "@/lib/reservations/queries-moving";
import { findReservation } from "@/lib/reservations/queries-reservation";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { moveToOtherGpu } from "../../actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminReservations.moving");
  return { title: t("title") };
}

async function MoveForm({ id, to }: { id: number; to: readonly Destination[] }) {
  const t = await getTranslations("adminReservations.moving");
  const view = await timeView();
  const options = to.map(({ gpu, expectation: { place, startsAt } }) => {
    const when =
      startsAt === null
        ? t("unknown", { place })
        : t("place", { place, time: formatAbsolute(startsAt, view) });
    return { value: gpu.id, label: t("option", { model: gpu.model, gpuName: gpu.gpuName, when }) };
  });
  return (
    <Form action={moveToOtherGpu} className="card-box grid gap-4 p-4 sm:p-6">
      <input type="hidden" name="id" value={id} />
      <Select
        name="gpuId"
        label={t("gpu")}
        options={[{ value: "", label: t("choose") }, ...options]}
      />
      <Field
        name="reason"
        label={t("reason")}
        help={t("reasonHelp")}
        maxLength={500}
        autoComplete="off"
      />
      <SubmitButton className="btn-primary justify-self-start">{t("confirm")}</SubmitButton>
    </Form>
  );
}

/** Moves what waits for one GPU to the queue of another. */
export default async function MovePage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireAdmin();
  const id = pathId((await params).id);
  const [found, to] = await Promise.all([findReservation(viewer, id), destinationsOf(viewer, id)]);
  if (!found) notFound();
  const t = await getTranslations("adminReservations.moving");
  const { locale } = await timeView();
  const { owner, gpu, details } = found;
  const what = t("what", {
    ...owner,
    model: gpu.model,
    gpuName: gpu.gpuName,
    hours: formatHours(details.durationHours, locale),
  });
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t("title")} help={t("help")} />
      <div className="grid gap-4">
        {details.status !== "WAITING" ? (
          <Notice tone="info">{t("notWaiting")}</Notice>
        ) : (
          <>
            <p>{what}</p>
            {to.length === 0 ? (
              <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>
            ) : (
              <MoveForm id={id} to={to} />
            )}
          </>
        )}
        <p>
          <Link href="/admin/reservations" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
