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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminHome");
  return { title: t("title") };
}

const INKS = { turn: "text-turn", fault: "text-fault", disabled: "text-off" } as const;

/** What needs an administrator, each with the way to where it is dealt with. */
async function findMatters() {
  const [pending, gpus, unsent, agents, found] = await Promise.all([
    listAccounts(accountFiltersSchema.parse({ status: "PENDING" })),
    listGpus(),
    countUnsentMails(),
    agentsByServer(),
    foundCards(),
  ]);
  const t = await getTranslations("adminHome");
  const faulty = gpus.filter(({ fault }) => fault !== null).length;
  const hot = gpus.filter(({ isHot }) => isHot).length;
  const silent = [...agents.values()].filter(({ agent }) => agent === "silent").length;
  const disabled = gpus.filter(({ enabled }) => !enabled).length;
  const matters = [
    {
      count: pending.count,
      sign: "turn",
      href: "/admin/accounts?status=PENDING",
      text: t("pending", { count: pending.count }),
    },
    { count: faulty, sign: "fault", href: "/admin/gpus", text: t("faulty", { count: faulty }) },
    {
      count: silent,
      sign: "fault",
      href: "/admin/gpus",
      text: t("silent", { count: silent }),
    },
    {
      count: hot,
      sign: "fault",
      href: "/admin/gpus",
      text: t("hot", { count: hot }),
    },
    {
      count: found.length,
      sign: "turn",
      href: "/admin/gpus",
      text: t("found", { count: found.length }),
    },
    {
      count: unsent,
      sign: "fault",
      href: "/admin/outbox?group=unsent",
      text: t("unsent", { count: unsent }),
    },
    {
      count: disabled,
      sign: "disabled",
      href: "/admin/gpus",
      text: t("disabled", { count: disabled }),
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
      <section>
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
