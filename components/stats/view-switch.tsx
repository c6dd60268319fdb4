import { ChartLine, Table } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type Query, withQuery } from "../ui/query";

type Props = { query: Query; isTable: boolean };

/** Charts or a table of the same numbers, chosen in the URL's `view`. */
export function ViewSwitch({ query, isTable }: Props) {
  const t = useTranslations("stats.view");
  const ways = [
    { text: t("charts"), view: undefined, isHere: !isTable, Icon: ChartLine },
    { text: t("table"), view: "table", isHere: isTable, Icon: Table },
  ];
  return (
    <nav aria-label={t("label")} className="flex gap-1">
      {ways.map(({ text, view, isHere, Icon }) => (
        <Link
          key={text}
          href={withQuery(query, { view, day: undefined })}
          prefetch={false}
          scroll={false}
          aria-current={isHere ? "page" : undefined}
          className={`btn btn-sm ${isHere ? "btn-neutral" : ""}`}
        >
          <Icon aria-hidden className="size-4" />
          {text}
        </Link>
      ))}
    </nav>
  );
}
