import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ADMIN_PLACES } from "@/components/shell/places";
import { PageTitle } from "@/components/ui/page-title";
import { StateSign } from "@/components/ui/state-chip";
import { listAccounts } from "@/lib/accounts/queries-list";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { agentsByServer, foundCards } from "@/lib/agents/queries";
import { listGpus } from "@/lib/gpus/queries";
import { countUnsentMails } from "@/lib/notifications/queries";
import { requireAdmin } from "@/lib/web/session";
import { queuesOfViewer } from "../viewer-queues";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminHome");
  return { title: t("title") };
}

const INKS = { turn: "text-turn", fault: "text-fault", disabled: "text-off" } as const;

const GPU = "/admin/gpus";
const SERVER = "/admin/servers";

/** Where a matter is dealt with: at the one thing that it is about, else at the list of all. */
function wayTo(about: readonly { readonly id: number }[], page: string, list: string): string {
  const [only, ...others] = about;
  return only && others.length === 0 ? `${page}/${only.id}` : list;
}

/** What needs an administrator, each with the way to where it is dealt with. */
async function findMatters() {
  const [pending, gpus, unsent, agents, found, queues] = await Promise.all([
    listAccounts(accountFiltersSchema.parse({ status: "PENDING" })),
    listGpus(),
    countUnsentMails(),
    agentsByServer(),
    foundCards(),
    queuesOfViewer(),
  ]);
  const t = await getTranslations("adminHome");
  const faulty = gpus.filter(({ fault }) => fault !== null);
  const hot = gpus.filter(({ isHot }) => isHot);
  const silent = [...agents.values()].filter(({ agent }) => agent === "silent");
  const disabled = gpus.filter(({ enabled }) => !enabled);
  const out = queues.filter(({ condition }) => condition === "maintenance");
  const foundOn = [...new Set(found.map(({ serverId }) => serverId))].map((id) => ({ id }));
  const matters = [
    {
      count: pending.count,
      sign: "turn",
      href: "/admin/accounts?status=PENDING",
      text: t("pending", { count: pending.count }),
    },
    {
      count: faulty.length,
      sign: "fault",
      href: wayTo(faulty, GPU, "/admin/gpus?state=fault"),
      text: t("faulty", { count: faulty.length }),
    },
    {
      count: silent.length,
      sign: "fault",
      href: wayTo(silent, SERVER, "/admin/servers?agent=silent"),
      text: t("silent", { count: silent.length }),
    },
    {
      count: hot.length,
      sign: "fault",
      href: wayTo(hot, GPU, "/admin/gpus?state=hot"),
      text: t("hot", { count: hot.length }),
    },
    {
      count: found.length,
      sign: "turn",
      href: wayTo(foundOn, SERVER, "/admin/servers"),
      text: t("found", { count: found.length }),
    },
    {
      count: unsent,
      sign: "fault",
      href: "/admin/outbox?group=unsent",
      text: t("unsent", { count: unsent }),
    },
    {
      count: out.length,
      sign: "disabled",
      href: wayTo(
        out.map(({ gpu }) => gpu),
        GPU,
        "/admin/gpus?state=maintenance",
      ),
      text: t("maintenance", { count: out.length }),
    },
    {
      count: disabled.length,
      sign: "disabled",
      href: wayTo(disabled, GPU, "/admin/gpus?state=disabled"),
      text: t("disabled", { count: disabled.length }),
    },
    {
      count: gpus.length === 0 ? 1 : 0,
      sign: "disabled",
      href: "/admin/gpus/new",
      text: t("noGpus"),
    },
  ] as const;
  return matters.filter(({ count }) => count > 0);
}

export default async function AdminPage() {
  await requireAdmin();
  const matters = await findMatters();
  const t = await getTranslations("adminHome");
  const places = await getTranslations("shell.admin");
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} />
      <section className="pt-2">
        <h2 className="pb-2 font-semibold text-lg">{t("attention")}</h2>
        {matters.length === 0 && <p className="text-muted">{t("nothing")}</p>}
        <ul className="grid gap-1">
          {matters.map(({ sign, href, text }) => (
            <li key={text}>
              <Link href={href} className="text-link inline-flex min-h-9 items-center gap-2">
                <StateSign state={sign} className={`size-2.5 ${INKS[sign]}`} /> {text}
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section className="mt-8">
        <h2 className="pb-3 font-semibold text-lg">{t("places")}</h2>
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {ADMIN_PLACES.map(({ name, href, Icon }) => (
            <li key={name}>
              <Link href={href} className="card-box flex h-full items-start gap-3 p-4">
                <Icon aria-hidden className="mt-1 size-5 shrink-0 text-muted" />
                <span>
                  <span className="block font-medium">{places(name)}</span>
                  <span className="block text-muted text-sm">{t(`place.${name}`)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
