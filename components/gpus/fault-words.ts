import { getTranslations } from "next-intl/server";
import { FAULTS } from "@/lib/domain/health";

/** What is broken, in the reader's language as far as it is a word of gpusched; "–" for nothing. */
export async function faultWords(fault: string | null): Promise<string> {
  const t = await getTranslations("common.faults");
  const known = FAULTS.find((word) => word === fault);
  return known ? t(known) : (fault ?? "–");
}
