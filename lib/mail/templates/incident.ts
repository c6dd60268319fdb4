/** Mails to administrators about what is wrong with a card or a server. */
import type { FactsOf } from "@/lib/notifications/kinds";
import type { Draft, Wording } from "./wording";

/** What has happened, as a key of the messages. */
function eventOf({ incident, detail }: FactsOf<"incident">) {
  if (incident !== "fault") return incident;
  return detail === "requires-reset" ? "requiresReset" : "lost";
}

export function incident(facts: FactsOf<"incident">, wording: Wording): Draft {
  const { t, gpu, timeInZone, links } = wording;
  const { server, serverId, beganAt, detail } = facts;
  const event = eventOf(facts);
  const card = facts.gpu ? gpu(facts.gpu) : server;
  const temperature = detail || "–";
  return {
    subject: t(`incident.${event}.subject`, { gpu: card, server, temperature }),
    paragraphs: [
      t(`incident.${event}.body`, { temperature }),
      t(
        facts.incident === "silent" || facts.incident === "hot"
          ? "incident.goesOn"
          : "incident.holdsBack",
      ),
    ],
    facts: [
      ...(facts.gpu ? [{ label: t("labels.gpu"), value: card }] : []),
      { label: t("labels.server"), value: server },
      { label: t("labels.since"), value: timeInZone(beganAt) },
    ],
    button: { label: t("incident.button"), url: links.page(`/admin/servers/${serverId}`) },
  };
}
