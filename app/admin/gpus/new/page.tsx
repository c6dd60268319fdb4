import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Checkbox } from "@/components/ui/checkbox";
import { Form } from "@/components/ui/form";
import { PageTitle } from "@/components/ui/page-title";
import { SubmitButton } from "@/components/ui/submit-button";
import { listServers } from "@/lib/gpus/queries";
import { requireAdmin } from "@/lib/web/session";
import { addGpu } from "../actions";
import { GpuFields } from "../gpu-fields";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminGpus");
  return { title: t("add") };
}

export default async function NewGpuPage() {
  await requireAdmin();
  const t = await getTranslations("adminGpus");
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t("add")} help={t("addHelp")} />
      <section className="card-box p-4 sm:p-6">
        <Form action={addGpu}>
          <GpuFields servers={await listServers()} />
          <Checkbox name="enabled" label={t("enabled")} defaultChecked />
          <SubmitButton className="btn-primary justify-self-start">{t("add")}</SubmitButton>
        </Form>
      </section>
      <p className="mt-4">
        <Link href="/admin/gpus" className="text-link">
          {t("back")}
        </Link>
      </p>
    </div>
  );
}
