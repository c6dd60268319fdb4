import { BellRing, CalendarClock, Play, Repeat2 } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StateSign } from "@/components/ui/state-chip";
import { freeGpuCounts } from "@/lib/gpus/queries";
import { outageOf } from "@/lib/outage";
import { knownUser } from "@/lib/web/session";
import { ShellFrame } from "./shell-frame";

const STEPS = [
  { Icon: CalendarClock, title: "reserve", text: "reserveText" },
  { Icon: BellRing, title: "turn", text: "turnText" },
  { Icon: Play, title: "use", text: "useText" },
  { Icon: Repeat2, title: "pass", text: "passText" },
] as const;

const outage = outageOf("counting the free GPUs");

/** The counts, or null when they cannot be had: visitors can still read what this is. */
async function countsOrNull() {
  try {
    const counts = await freeGpuCounts();
    outage.ended();
    return counts;
  } catch (error) {
    outage.began(error);
    return null;
  }
}

async function FreeNow() {
  const counts = await countsOrNull();
  const t = await getTranslations("landing");
  const sentence = () => {
    if (!counts) return t("unknown");
    if (counts.total === 0) return t("noneYet");
    if (counts.free === 0) return t("noneFree", { total: counts.total });
    return t("freeOf", { free: counts.free, total: counts.total });
  };
  return (
    <p className="mt-8 flex items-center gap-3 font-medium text-lg">
      {counts && counts.total > 0 && (
        <StateSign
          state={counts.free > 0 ? "free" : "held"}
          className={`size-3.5 ${counts.free > 0 ? "text-free" : "text-held"}`}
        />
      )}
      {sentence()}
    </p>
  );
}

/** What visitors see first; whoever is logged in goes on to the dashboard. */
export default async function LandingPage() {
  // While the database is away nobody knows: the shell says so instead of this page.
  if (await knownUser()) redirect("/dashboard");
  const t = await getTranslations("landing");
  const tSteps = await getTranslations("landing.steps");
  return (
    <ShellFrame>
      <div className="page py-12 sm:py-20">
        <h1 className="font-semibold text-3xl leading-tight sm:text-4xl">{t("title")}</h1>
        <p className="mt-4 max-w-prose text-lg text-muted">{t("lead")}</p>
        <FreeNow />
        <div className="mt-6 flex flex-wrap gap-3">
          <Link href="/login" className="btn btn-primary btn-lg">
            {t("login")}
          </Link>
          <Link href="/register" className="btn btn-lg">
            {t("register")}
          </Link>
        </div>
        <h2 className="sr-only">{tSteps("label")}</h2>
        <ol className="mt-16 grid gap-x-8 gap-y-6 border-base-300 border-t pt-8 sm:grid-cols-2 lg:grid-cols-4">
          {STEPS.map(({ Icon, title, text }) => (
            <li key={title}>
              <h3 className="flex items-center gap-2 font-semibold">
                <Icon aria-hidden className="size-5 text-primary" />
                {tSteps(title)}
              </h3>
              <p className="mt-2 text-muted">{tSteps(text)}</p>
            </li>
          ))}
        </ol>
      </div>
    </ShellFrame>
  );
}
