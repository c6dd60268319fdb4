import { getTranslations } from "next-intl/server";
import { Form } from "@/components/ui/form";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerDetails } from "@/lib/agents/queries";
import { makeAgentToken } from "../actions";
import { AgentChip } from "../agent-chip";
import { InstallLines } from "./install-lines";
import { RevokeToken } from "./revoke-token";

type Props = { server: ServerDetails; portal: string };

/** Whether the server's agent reports, and how to make it. */
export async function AgentSection({ server, portal }: Props) {
  const t = await getTranslations("adminServer.agent");
  const { id, agent, heardAt, sampledAt, tokenMadeAt, message } = server;
  const hasToken = tokenMadeAt !== null;
  const times = [
    { label: t("heardAt"), at: heardAt },
    { label: t("sampledAt"), at: sampledAt },
    { label: t("tokenMadeAt"), at: tokenMadeAt },
  ];
  return (
    <section aria-labelledby="agent" className="card-box grid gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="agent" className="font-semibold text-lg">
          {t("title")}
        </h2>
        <AgentChip state={agent} />
      </div>
      <p className="max-w-prose text-muted">{t(`state.${agent}`)}</p>
      {message && (
        <Notice tone="warning">
          {t("message")} <code>{message}</code>
        </Notice>
      )}
      {hasToken && (
        <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
          {times.map(({ label, at }) => (
            <div key={label} className="flex gap-2">
              <dt className="text-muted">{label}</dt>
              <dd>
                <LocalTime at={at} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Form action={makeAgentToken}>
        <input type="hidden" name="id" value={id} />
        <InstallLines
          portal={portal}
          words={{
            once: t("once"),
            install: t("install"),
            attempt: t("attempt"),
            copy: t("copy"),
            copied: t("copied"),
          }}
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SubmitButton className={hasToken ? "btn-sm" : "btn-primary"}>
            {hasToken ? t("makeAnother") : t("make")}
          </SubmitButton>
          {hasToken && <span className="text-muted text-sm">{t("makeAnotherHelp")}</span>}
        </div>
      </Form>
      {hasToken && <RevokeToken server={server} />}
    </section>
  );
}
