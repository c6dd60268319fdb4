import { getTranslations } from "next-intl/server";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { giveResetLink } from "../actions";

/** For people whom mail does not reach: a link that the administrator hands over. */
export async function ResetLinkForm({ id }: { id: number }) {
  const t = await getTranslations("adminAccounts");
  return (
    <Form action={giveResetLink}>
      <p className="text-muted">{t("resetLinkHelp")}</p>
      <input type="hidden" name="id" value={id} />
      <SubmitButton className="justify-self-start">{t("resetLinkMake")}</SubmitButton>
    </Form>
  );
}
