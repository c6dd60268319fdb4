import { Check, Languages, Monitor, Moon, Sun } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { THEMES, type Theme } from "@/lib/theme";
import { Menu } from "./menu";

type Choose = (form: FormData) => Promise<void>;

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** One press to the other language; a plain form. */
export function LanguageSwitch({ choose }: { choose: Choose }) {
  const t = useTranslations("shell");
  const other = useLocale() === "en" ? "zh-TW" : "en";
  return (
    <form action={choose}>
      <button type="submit" name="locale" value={other} lang={other} className="shell-item">
        <Languages aria-hidden className="size-4" />
        {t("otherLanguage")}
      </button>
    </form>
  );
}

/** Like the system, light or dark; plain forms in a menu. */
export function ThemeMenu({ theme, choose }: { theme: Theme; choose: Choose }) {
  const t = useTranslations("shell");
  const Current = THEME_ICONS[theme];
  return (
    <Menu
      label={t("theme")}
      summary={<Current aria-hidden className="size-4" />}
      place="right-0 top-full mt-1"
    >
      <form action={choose}>
        {THEMES.map((option) => {
          const Icon = THEME_ICONS[option];
          return (
            <button
              key={option}
              type="submit"
              name="theme"
              value={option}
              aria-pressed={option === theme}
              className="menu-item"
            >
              <Icon aria-hidden className="size-4 text-muted" />
              <span className="grow text-left">{t(`themes.${option}`)}</span>
              {option === theme && <Check aria-hidden className="size-4" />}
            </button>
          );
        })}
      </form>
    </Menu>
  );
}
