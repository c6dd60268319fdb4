import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ShellFrame } from "./shell-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.notFound");
  return { title: t("title") };
}

/** What does not exist, or not for this person: both look the same. */
export default async function NotFound() {
  const t = await getTranslations("shell.notFound");
  return (
    <ShellFrame>
      <div className="page max-w-2xl py-16">
        <h1 className="font-semibold text-2xl">{t("title")}</h1>
        <p className="mt-2 text-muted">{t("text")}</p>
        <Link href="/" className="btn btn-primary mt-6">
          {t("home")}
        </Link>
      </div>
    </ShellFrame>
  );
}
