import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.notFound");
  return { title: t("title") };
}

/** Without a frame, since it is sent along with every page; those that miss something have theirs. */
export { NothingHere as default } from "@/components/shell/nothing-here";
