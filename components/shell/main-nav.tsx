import { ChevronDown, ListTodo, Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu } from "./menu";
import { NavLink } from "./nav-link";
import { ADMIN_PLACES, PLACES } from "./places";

function AdminPlaces() {
  const t = useTranslations("shell.admin");
  return (
    <>
      <NavLink href="/admin" isOnePage className="menu-item">
        <ListTodo aria-hidden className="size-4 text-muted" />
        {t("overview")}
      </NavLink>
      {ADMIN_PLACES.map(({ name, href, Icon }) => (
        <NavLink key={href} href={href} className="menu-item">
          <Icon aria-hidden className="size-4 text-muted" />
          {t(name)}
        </NavLink>
      ))}
    </>
  );
}

/** The main places, in the top bar of wide screens. */
export function TopNav({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("shell");
  const tPlace = useTranslations("shell.main");
  return (
    <nav aria-label={t("places")} className="hidden items-center gap-1 md:flex">
      {PLACES.map(({ name, href }) => (
        <NavLink key={href} href={href} className="shell-item">
          {tPlace(name)}
        </NavLink>
      ))}
      {isAdmin && (
        <Menu
          part="/admin"
          summary={
            <>
              {t("manage")}
              <ChevronDown aria-hidden className="size-3.5 text-muted" />
            </>
          }
          place="left-0 top-full mt-1"
        >
          <AdminPlaces />
        </Menu>
      )}
    </nav>
  );
}

/** The same places at the lower edge of a phone. */
export function BottomNav({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("shell");
  const tPlace = useTranslations("shell.main");
  return (
    <nav aria-label={t("places")} className="bottom-nav md:hidden">
      {PLACES.map(({ name, href, Icon }) => (
        <NavLink key={href} href={href} className="bottom-item">
          <Icon aria-hidden className="size-5" />
          {tPlace(name)}
        </NavLink>
      ))}
      {isAdmin && (
        <Menu
          part="/admin"
          className="grow basis-0"
          summaryClassName="bottom-item"
          summary={
            <>
              <Settings2 aria-hidden className="size-5" />
              {t("manage")}
            </>
          }
          place="right-2 bottom-full mb-2"
        >
          <AdminPlaces />
        </Menu>
      )}
    </nav>
  );
}
