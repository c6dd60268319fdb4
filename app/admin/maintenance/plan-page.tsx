import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Form } from "@/components/ui/form";
import { PageTitle } from "@/components/ui/page-title";
import { parameter, type Query } from "@/components/ui/query";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionState, FormAction } from "@/lib/action-state";
import type { Plan } from "@/lib/domain/maintenance-plan";
import type { Viewer } from "@/lib/domain/permissions";
import type { Outage } from "@/lib/domain/words";
import { timeView } from "@/lib/i18n/time-view";
import { type PlanTexts, type ReadPlan, readPlan } from "@/lib/maintenance/plan";
import { foretell } from "@/lib/maintenance/queries";
import type { Subject } from "@/lib/maintenance/schema";
import { ForetoldTable, When } from "./foretold";
import { PlanForm } from "./plan-form";

/** The page of what is to be taken out. */
export const subjectPage = ({ of, id }: Subject) =>
  of === "gpu" ? `/admin/gpus/${id}` : `/admin/servers/${id}`;

type Props = {
  viewer: Viewer;
  query: Query;
  /** This page's address. */
  here: string;
  title: string;
  subject: Subject;
  name: string;
  /** What the fields hold before anything was entered. */
  saved: PlanTexts;
  /** The maintenance that is to change; null for a new one. */
  instead: Outage | null;
  hasBegun?: boolean;
  action: FormAction;
  confirm: string;
  /** Hidden fields of the form that asks, and of the one that does. */
  asked?: ReactNode;
  sent: ReactNode;
};

/** What a field for times can hold: a browser drops the rest, and complains. */
const shownTime = (text: string) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? text : "");

async function stateOf(read: ReadPlan | null, values: PlanTexts): Promise<ActionState> {
  const t = await getTranslations("errors");
  if (!read?.wrong) return { ok: true, values };
  const fields: Record<string, string> = {};
  for (const [field, { code, params }] of Object.entries(read.wrong)) {
    fields[field] = t(code, params);
  }
  return { ok: false, fields, values };
}

const iso = (at: number | null) => (at === null ? "" : new Date(at).toISOString());

async function Confirm({ plan, ...props }: Props & { plan: Plan & { reason: string } }) {
  const t = await getTranslations("adminMaintenance");
  const { viewer, subject, instead, hasBegun, action, confirm, sent } = props;
  return (
    <section aria-labelledby="what" className="card-box grid gap-4 p-4 sm:p-6">
      <h2 id="what" className="font-semibold text-lg">
        {t("what")}
      </h2>
      <div>
        <p className="font-medium">
          <When from={hasBegun && instead ? instead.from : plan.from} until={plan.until} />
        </p>
        <p className="text-muted">{t("reasonGiven", { reason: plan.reason })}</p>
      </div>
      <ForetoldTable gpus={await foretell(viewer, subject, plan, instead)} />
      <Form action={action}>
        {sent}
        <input type="hidden" name="from" value={iso(plan.from)} />
        <input type="hidden" name="until" value={iso(plan.until)} />
        <input type="hidden" name="reason" value={plan.reason} />
        <SubmitButton className="btn-primary justify-self-start">{confirm}</SubmitButton>
      </Form>
    </section>
  );
}

/** Asks when and why, says what would happen to whom, and then does it. */
export async function PlanPage(props: Props) {
  const { query, here, title, subject, name, saved, hasBegun, asked } = props;
  const t = await getTranslations("adminMaintenance");
  const { timeZone, now } = await timeView();
  const isAsked = parameter(query, "preview") !== "";
  const text = (field: keyof PlanTexts) => (isAsked ? parameter(query, field) : saved[field]);
  const texts: PlanTexts = {
    from: hasBegun ? "" : text("from"),
    until: text("until"),
    reason: text("reason").slice(0, 2_000),
  };
  const read = isAsked ? readPlan(texts, timeZone, now) : null;
  const { from, until, reason } = texts;
  const fields = { from: shownTime(from), until: shownTime(until), reason };
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={title} help={t("help")} />
      <div className="grid gap-4">
        <section className="card-box p-4 sm:p-6" aria-label={title}>
          <PlanForm
            action={here}
            texts={fields}
            state={await stateOf(read, fields)}
            hasBegun={hasBegun}
          >
            {asked}
          </PlanForm>
        </section>
        {read && !read.wrong && <Confirm {...props} plan={read.plan} />}
        <p>
          <Link href={subjectPage(subject)} className="text-link">
            {t("back", { name })}
          </Link>
        </p>
      </div>
    </div>
  );
}
