import { getTranslations } from "next-intl/server";
import { CopyButton } from "@/components/gpus/copy-button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { makeCalendar, stopCalendar } from "./actions";

/** The address at which other calendars read somebody's reservations. Null: it has none yet. */
export async function CalendarSection({ url }: { url: string | null }) {
  const t = await getTranslations("profile.calendar");
  return (
    <>
      <p className="text-muted">{t("help")}</p>
      {url === null ? (
        <Form action={makeCalendar}>
          <SubmitButton className="btn-primary justify-self-start">{t("make")}</SubmitButton>
        </Form>
      ) : (
        <>
          <label className="grid gap-1">
            <span className="font-medium">{t("address")}</span>
            <input
              readOnly
              value={url}
              className="input font-mono text-sm"
              aria-describedby="feed-secret"
            />
          </label>
          <p id="feed-secret" className="text-muted text-sm">
            {t("secret")}
          </p>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={url} copy={t("copy")} copied={t("copied")} />
            <ConfirmDialog
              action={makeCalendar}
              trigger={t("renew")}
              triggerClassName=""
              title={t("renewTitle")}
              confirm={t("renew")}
              cancel={t("keep")}
            >
              <p>{t("renewHelp")}</p>
            </ConfirmDialog>
            <ConfirmDialog
              action={stopCalendar}
              trigger={t("stop")}
              triggerClassName=""
              title={t("stopTitle")}
              confirm={t("stop")}
              cancel={t("keep")}
              danger
            >
              <p>{t("stopHelp")}</p>
            </ConfirmDialog>
          </div>
          <ul className="grid gap-1 text-muted text-sm">
            <li>{t("google")}</li>
            <li>{t("outlook")}</li>
            <li>{t("apple")}</li>
          </ul>
        </>
      )}
    </>
  );
}
