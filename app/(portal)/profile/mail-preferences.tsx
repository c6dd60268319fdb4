import { getTranslations } from "next-intl/server";
import { Checkbox } from "@/components/ui/checkbox";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { ADMINISTRATORS_KINDS, MUTABLE_KINDS, type MutableKind } from "@/lib/domain/mail-kinds";
import { saveMailPreferences } from "./actions";

type Props = { muted: ReadonlySet<MutableKind>; isAdmin: boolean };

/** Which mails somebody gets, as far as that is theirs to choose; and which always come, and why. */
export async function MailPreferences({ muted, isAdmin }: Props) {
  const t = await getTranslations("profile.mails");
  const offered = MUTABLE_KINDS.filter((kind) => isAdmin || !ADMINISTRATORS_KINDS.includes(kind));
  return (
    <Form action={saveMailPreferences} version={[...muted].sort().join()}>
      {/* Even with no box ticked something is sent, which tells what was chosen. */}
      <input type="hidden" name="asked" value="1" />
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t("title")}</legend>
        {offered.map((kind) => (
          <Checkbox
            key={kind}
            name={kind}
            label={t(`kind.${kind}`)}
            help={kind === "calendar-updated" ? t("calendarHelp") : undefined}
            defaultChecked={!muted.has(kind)}
          />
        ))}
      </fieldset>
      <p className="text-muted text-sm">{t("always")}</p>
      <SubmitButton>{t("save")}</SubmitButton>
    </Form>
  );
}
