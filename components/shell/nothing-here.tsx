import Link from "next/link";
import { useTranslations } from "next-intl";

/** What does not exist, or not for this person: both look the same. */
export function NothingHere() {
  const t = useTranslations("shell.notFound");
  return (
    <div className="page max-w-2xl py-16">
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="mt-2 text-muted">{t("text")}</p>
      <Link href="/" className="btn btn-primary mt-6">
        {t("home")}
      </Link>
    </div>
  );
}
