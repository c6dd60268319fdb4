import { getTranslations } from "next-intl/server";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActiveAccount } from "@/lib/accounts/queries-active";
import { formatAbsolute } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { offerOf } from "@/lib/reservations/live";
import { visibleQueues } from "@/lib/reservations/queries";
import type { Queue } from "@/lib/reservations/views";
import { reserveForUser } from "../actions";

/** What can be reserved for a user, seen as they see it. */
export async function OnBehalf({ user }: { user: ActiveAccount }) {
  const t = await getTranslations("adminReservations.onBehalf");
  const view = await timeView();
  const queues = await visibleQueues({ id: user.id, isAdmin: false });
  const label = ({ gpu, condition, longestHours }: Queue, startsAt: number | null) => {
    const later =
      startsAt === null ? t("unknown") : t("from", { time: formatAbsolute(startsAt, view) });
    const when = condition === "free" ? t("free") : later;
    const { model, gpuName } = gpu;
    return t("option", { model, gpuName, when, longest: longestHours });
  };
  const options = queues.flatMap((queue) => {
    const offer = offerOf(queue, user.id);
    if (offer.kind !== "reservable") return [];
    return [{ value: queue.gpu.id, label: label(queue, offer.startsAt) }];
  });
  if (options.length === 0) return <EmptyState title={t("none")}>{t("noneHelp")}</EmptyState>;
  return (
    <Form key={user.id} action={reserveForUser} className="card-box grid gap-5 p-4 sm:p-6">
      <input type="hidden" name="userId" value={user.id} />
      <p className="font-medium">{t("userOption", user)}</p>
      <Select
        name="gpuId"
        label={t("gpu")}
        options={[{ value: "", label: t("choose") }, ...options]}
        className="text-ellipsis pe-8"
      />
      <Field
        name="hours"
        label={t("hours")}
        help={t("hoursHelp")}
        inputMode="numeric"
        autoComplete="off"
        required
        className="max-w-32"
      />
      <Checkbox name="autoStart" label={t("autoStart")} />
      <SubmitButton className="btn-primary justify-self-start">{t("submit")}</SubmitButton>
    </Form>
  );
}
