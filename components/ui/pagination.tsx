import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type Query, withQuery } from "./query";

type Props = { page: number; pages: number; query: Query };

/** Ways to the pages before and after, in the URL's `page`. Nothing where one page holds all. */
export function Pagination({ page, pages, query }: Props) {
  const t = useTranslations("common.pagination");
  if (pages <= 1) return null;
  const way = (to: number, label: string, Icon: typeof ChevronLeft) => (
    <Link
      href={withQuery(query, { page: to === 1 ? undefined : to })}
      className="btn btn-square btn-sm"
      aria-label={label}
    >
      <Icon aria-hidden className="size-4" />
    </Link>
  );
  return (
    <nav aria-label={t("label")} className="flex items-center justify-end gap-3 py-4">
      {page > 1 && way(page - 1, t("previous"), ChevronLeft)}
      <span className="text-muted">{t("position", { page, pages })}</span>
      {page < pages && way(page + 1, t("next"), ChevronRight)}
    </nav>
  );
}
