import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { GetForm } from "@/components/ui/get-form";
import type { ActionState } from "@/lib/action-state";
import { timeView } from "@/lib/i18n/time-view";
import type { PlanTexts } from "@/lib/maintenance/plan";

type Props = {
  action: string;
  texts: PlanTexts;
  state: ActionState;
  /** It has begun: only its end can still change. */
  hasBegun?: boolean;
  /** Hidden fields. */
  children?: ReactNode;
};

/** When and why; asks for the page that says what would happen. */
export async function PlanForm({ action, texts, state, hasBegun = false, children }: Props) {
  const t = await getTranslations("adminMaintenance");
  const { isOwnZone, timeZone } = await timeView();
  return (
    <GetForm action={action} state={state}>
      {children}
      <input type="hidden" name="preview" value="1" />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {hasBegun ? (
          <p className="text-muted">{t("begun")}</p>
        ) : (
          <Field
            name="from"
            type="datetime-local"
            label={t("from")}
            help={t("fromHelp")}
            defaultValue={texts.from}
          />
        )}
        <Field
          name="until"
          type="datetime-local"
          label={t("until")}
          help={t("untilHelp")}
          defaultValue={texts.until}
        />
      </div>
      {!isOwnZone && <p className="text-muted text-sm">{t("zone", { zone: timeZone })}</p>}
      <Field
        name="reason"
        label={t("reason")}
        help={t("reasonHelp")}
        defaultValue={texts.reason}
        required
        maxLength={500}
        autoComplete="off"
      />
      <button type="submit" className="btn justify-self-start">
        {t("preview")}
      </button>
    </GetForm>
  );
}
