/** Mails about accounts: to their owners, and to administrators when somebody awaits approval. */
import type { FactsOf } from "@/lib/notifications/kinds";
import type { Draft, Wording } from "./wording";

export function accountApproved({ t, links }: Wording): Draft {
  return {
    subject: t("accountApproved.subject"),
    paragraphs: [t("accountApproved.body")],
    facts: [],
    button: { label: t("accountApproved.button"), url: links.page("/login") },
  };
}

export function accountDisabled({ t }: Wording): Draft {
  return {
    subject: t("accountDisabled.subject"),
    paragraphs: [t("accountDisabled.body"), t("accountDisabled.help")],
    facts: [],
  };
}

export function registrationReceived(
  { accountId, name, username, lab }: FactsOf<"registration-received">,
  { t, links }: Wording,
): Draft {
  return {
    subject: t("registrationReceived.subject", { name, username }),
    paragraphs: [t("registrationReceived.body")],
    facts: [
      { label: t("labels.name"), value: name },
      { label: t("labels.username"), value: username },
      { label: t("labels.lab"), value: lab },
    ],
    button: {
      label: t("registrationReceived.button"),
      url: links.page(`/admin/accounts/${accountId}`),
    },
  };
}

export function verifyEmail({ linkId }: FactsOf<"verify-email">, { t, to, links }: Wording): Draft {
  return {
    subject: t("verifyEmail.subject"),
    paragraphs: [t("verifyEmail.body", { username: to.username }), t("verifyEmail.ignore")],
    facts: [],
    button: { label: t("verifyEmail.button"), url: links.verifyEmail(linkId) },
  };
}

export function resetPassword(
  { linkId }: FactsOf<"reset-password">,
  { t, to, links }: Wording,
): Draft {
  return {
    subject: t("resetPassword.subject"),
    paragraphs: [t("resetPassword.body", { username: to.username }), t("resetPassword.ignore")],
    facts: [],
    button: { label: t("resetPassword.button"), url: links.resetPassword(linkId) },
  };
}
