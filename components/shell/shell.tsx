import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Theme } from "@/lib/theme";
import { AccountMenu, type Viewer } from "./account-menu";
import { Logo } from "./logo";
import { BottomNav, TopNav } from "./main-nav";
import { LanguageSwitch, ThemeMenu } from "./preference-menus";

export type ShellActions = {
  chooseLanguage: (form: FormData) => Promise<void>;
  chooseTheme: (form: FormData) => Promise<void>;
  logOut: () => Promise<void>;
};

type Props = {
  viewer: Viewer | null;
  theme: Theme;
  actions: ShellActions;
  /** The people and GPUs shown are invented. */
  isDemo: boolean;
  /** On top of every page: the viewer's turn or running use, and what is said to everybody. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The bar on top (and at the lower edge of a phone) with the page below it. */
export function Shell({ viewer, theme, actions, isDemo, banner, children }: Props) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="skip-link">
        {t("skip")}
      </a>
      <header className="border-base-300 border-b bg-base-100">
        {isDemo && (
          <p className="bg-neutral px-4 py-1 text-center text-neutral-content text-sm">
            {t("demo")}
          </p>
        )}
        <div className="flex h-14 items-center gap-1 px-4 sm:px-6">
          <Link href={viewer ? "/dashboard" : "/"} className="shell-item -ml-2 font-semibold">
            <Logo />
            gpusched
          </Link>
          {viewer && <TopNav isAdmin={viewer.isAdmin} />}
          <div className="grow" />
          <LanguageSwitch choose={actions.chooseLanguage} />
          <ThemeMenu theme={theme} choose={actions.chooseTheme} />
          {viewer ? (
            <AccountMenu viewer={viewer} logOut={actions.logOut} />
          ) : (
            <Link href="/login" className="shell-item">
              {t("login")}
            </Link>
          )}
        </div>
      </header>
      {banner}
      <main id="content" tabIndex={-1} className="grow pb-24 outline-none md:pb-16">
        {children}
      </main>
      {viewer && <BottomNav isAdmin={viewer.isAdmin} />}
    </div>
  );
}
