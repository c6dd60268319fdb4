import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type Query, withQuery } from "../ui/query";

type Props = { person: { readonly name: string }; query: Query };

/** Says that the usage of one person alone is shown, and leads back to everybody's. */
export function OnlyPerson({ person, query }: Props) {
  const t = useTranslations("usage");
  return (
    <p className="flex flex-wrap items-center gap-3 pb-4">
      <span className="font-medium">{t("onlyPerson", { name: person.name })}</span>
      <Link
        href={withQuery(query, { user: undefined, page: undefined })}
        scroll={false}
        className="btn btn-sm"
      >
        <X aria-hidden className="size-4" />
        {t("everybody")}
      </Link>
    </p>
  );
}
