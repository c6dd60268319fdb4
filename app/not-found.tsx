import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NothingHere } from "@/components/shell/nothing-here";
import { ShellFrame } from "./shell-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.notFound");
  return { title: t("title") };
}

/** An address at which there is no page. */
export default function NotFound() {
  return (
    <ShellFrame>
      <NothingHere />
    </ShellFrame>
  );
}
