import { ChevronDown, LogOut, User } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Menu } from "./menu";

export type Viewer = {
  readonly name: string;
  readonly username: string;
  readonly isAdmin: boolean;
};

/** Who is logged in, the way to their profile, and the way out. */
export function AccountMenu({ viewer, logOut }: { viewer: Viewer; logOut: () => Promise<void> }) {
  const t = useTranslations("shell");
  return (
    <Menu
      label={`${t("account")}: ${viewer.name}`}
      summary={
        <>
          <User aria-hidden className="size-4" />
          <span className="hidden max-w-32 truncate md:inline">{viewer.name}</span>
          <ChevronDown aria-hidden className="hidden size-3.5 text-muted md:block" />
        </>
      }
      place="right-0 top-full mt-1"
    >
      <p className="border-base-300 border-b px-3 pt-1 pb-2">
        <span className="block font-medium">{viewer.name}</span>
        <span className="block text-muted text-sm">{viewer.username}</span>
      </p>
      <Link href="/profile" className="menu-item mt-1">
        <User aria-hidden className="size-4 text-muted" />
        {t("profile")}
      </Link>
      <form action={logOut}>
        <button type="submit" className="menu-item">
          <LogOut aria-hidden className="size-4 text-muted" />
          {t("logout")}
        </button>
      </form>
    </Menu>
  );
}
