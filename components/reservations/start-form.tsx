import { getTranslations } from "next-intl/server";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/action-state";

type Props = { id: number; start: FormAction; className?: string };

/** The one press that a turn waits for. */
export async function StartForm({ id, start, className = "btn-primary" }: Props) {
  const t = await getTranslations("reservation.start");
  return (
    <Form action={start} className="grid justify-items-start gap-2">
      <input type="hidden" name="id" value={id} />
      <SubmitButton className={className}>{t("button")}</SubmitButton>
    </Form>
  );
}
