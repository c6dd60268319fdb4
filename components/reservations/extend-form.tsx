import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/action-state";
import type { LiveReservation } from "@/lib/reservations/views";

/** Adds hours to a use, or says why that is not possible now. */
export async function ExtendForm({ live, extend }: { live: LiveReservation; extend: FormAction }) {
  const t = await getTranslations("reservation.extend");
  const errors = await getTranslations("errors");
  const { extension } = live;
  if ("refusal" in extension) {
    return <p className="text-muted">{errors(extension.refusal)}</p>;
  }
  return (
    <Form action={extend} className="grid max-w-sm gap-3">
      <input type="hidden" name="id" value={live.id} />
      <Field
        name="hours"
        label={t("hours")}
        help={t("most", { hours: extension.mostHours })}
        inputMode="numeric"
        autoComplete="off"
        className="max-w-32"
      />
      <div>
        <SubmitButton className="">{t("button")}</SubmitButton>
      </div>
    </Form>
  );
}
