import { getTranslations } from "next-intl/server";
import { CopyButton } from "./copy-button";

/** How to reach the GPU, as the administrator wrote it; one press selects or copies all of it. */
export async function ConnectionInfo({ text }: { text: string }) {
  const t = await getTranslations("gpu");
  return (
    <div className="grid gap-1">
      <p className="font-medium">{t("connection")}</p>
      <div className="flex flex-wrap items-start gap-2">
        <pre className="min-w-0 grow select-all whitespace-pre-wrap rounded-field border border-base-300 bg-base-200 px-3 py-2 font-mono">
          {text}
        </pre>
        <CopyButton text={text} copy={t("copy")} copied={t("copied")} />
      </div>
    </div>
  );
}
