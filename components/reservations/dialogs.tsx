/** Asked before what cannot be undone: each says what will happen, and to whom. */
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/lib/action-state";
import type { LiveReservation } from "@/lib/reservations/views";

type Props = { live: LiveReservation; action: FormAction; triggerClassName?: string };

type Words = { button: string; question: string; cancel?: string };

/** A button, and behind it the question with its consequence. */
async function Ask({
  live,
  action,
  triggerClassName = "",
  words: { button, question, cancel },
  danger = true,
  children,
}: Props & { words: Words; danger?: boolean; children: ReactNode }) {
  const common = await getTranslations("common");
  return (
    <ConfirmDialog
      action={action}
      trigger={button}
      triggerClassName={triggerClassName}
      title={question}
      confirm={button}
      cancel={cancel ?? common("cancel")}
      danger={danger}
    >
      <input type="hidden" name="id" value={live.id} />
      {children}
    </ConfirmDialog>
  );
}

/** Who gets the GPU next, in a sentence. */
async function Successor({ live: { successor } }: Pick<Props, "live">) {
  const t = await getTranslations("reservation.successor");
  return <p>{successor ? t("somebody", successor) : t("nobody")}</p>;
}

const names = ({ gpu: { model, gpuName } }: LiveReservation) => ({ model, gpuName });

/** Ends a use before its time. */
export async function ReleaseDialog(props: Props) {
  const t = await getTranslations("reservation.release");
  const words = { button: t("button"), question: t("question", names(props.live)) };
  return (
    <Ask {...props} words={words}>
      <p>{t("consequence")}</p>
      <Successor live={props.live} />
    </Ask>
  );
}

/** Gives a turn up for good. */
export async function DeclineDialog(props: Props) {
  const t = await getTranslations("reservation.decline");
  const words = { button: t("button"), question: t("question", names(props.live)) };
  return (
    <Ask {...props} words={words}>
      <p>{t("consequence")}</p>
      <Successor live={props.live} />
    </Ask>
  );
}

/** Leaves a queue. */
export async function CancelDialog(props: Props) {
  const t = await getTranslations("reservation.cancel");
  const words = {
    button: t("button"),
    question: t("question", names(props.live)),
    cancel: t("keep"),
  };
  return (
    <Ask {...props} words={words}>
      <p>{t("consequence", { place: props.live.expectation?.place ?? 0 })}</p>
    </Ask>
  );
}

/** Lets the next one go first, once. */
export async function GiveWayDialog(props: Props) {
  const t = await getTranslations("reservation.giveWay");
  const words = { button: t("button"), question: t("question", names(props.live)) };
  return (
    <Ask {...props} words={words} danger={false}>
      <Successor live={props.live} />
      <p>{t("consequence")}</p>
    </Ask>
  );
}

/** Adds hours to a use. */
export async function ExtendDialog({ mostHours, ...props }: Props & { mostHours: number }) {
  const t = await getTranslations("reservation.extend");
  const words = { button: t("button"), question: t("question", names(props.live)) };
  return (
    <Ask {...props} words={words} danger={false}>
      <Field
        name="hours"
        label={t("hours")}
        help={t("most", { hours: mostHours })}
        inputMode="numeric"
        autoComplete="off"
        className="max-w-32"
      />
    </Ask>
  );
}
