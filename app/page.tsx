import { getTranslations } from "next-intl/server";
import { ShellFrame } from "./shell-frame";

/** What visitors see first. */
export default async function LandingPage() {
  const t = await getTranslations("landing");
  return (
    <ShellFrame>
      <div className="page">
        <h1>{t("title")}</h1>
      </div>
    </ShellFrame>
  );
}
