import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { Seen } from "@/components/ui/seen";
import { StateChip } from "@/components/ui/state-chip";
import { SubmitButton } from "@/components/ui/submit-button";
import { editable, findGpu, listServers, versionOf } from "@/lib/gpus/queries";
import { findVisibleQueue } from "@/lib/reservations/queries";
import { pathId } from "@/lib/web/path-id";
import { requireAdmin } from "@/lib/web/session";
import { saveGpu } from "../actions";
import { GpuFields } from "../gpu-fields";
import { DeleteGpu } from "./delete-gpu";
import { GpuSwitch } from "./gpu-switch";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminGpus");
  return { title: t("title") };
}

export default async function GpuPage({ params, searchParams }: Props) {
  const viewer = await requireAdmin();
  const id = pathId((await params).id);
  const [gpu, queue, servers] = await Promise.all([
    findGpu(id),
    findVisibleQueue(viewer, id),
    listServers(),
  ]);
  if (!gpu || !queue) notFound();
  const isNew = parameter(await searchParams, "notice") === "created";
  const t = await getTranslations("adminGpus");
  const access = `/admin/access?gpu=${id}`;
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t("name", { model: gpu.model, gpuName: gpu.gpuName })}>
        <StateChip state={queue.condition} />
        <Link href={access} className="btn btn-sm">
          {t("access", { count: gpu.users })}
        </Link>
        <GpuSwitch queue={queue} />
      </PageTitle>
      <div className="grid gap-4">
        {isNew && (
          <Notice tone="success">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              {t("created", { count: gpu.users })}
              <Link href={access} className="btn btn-primary btn-sm">
                {t("grant")}
              </Link>
            </div>
          </Notice>
        )}
        {gpu.fault && (
          <Notice tone="error">{t("faulty", { fault: await faultWords(gpu.fault) })}</Notice>
        )}
        <section className="card-box p-4 sm:p-6">
          <Form action={saveGpu} version={versionOf(editable(gpu))}>
            <input type="hidden" name="id" value={id} />
            <Seen value={versionOf(editable(gpu))} />
            <GpuFields gpu={editable(gpu)} servers={servers} />
            <SubmitButton className="btn-primary justify-self-start">{t("save")}</SubmitButton>
          </Form>
        </section>
        <DeleteGpu gpu={gpu} />
        <p>
          <Link href="/admin/gpus" className="text-link">
            {t("back")}
          </Link>
        </p>
      </div>
    </div>
  );
}
