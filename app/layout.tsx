import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { TimeZoneKeeper } from "@/components/shell/time-zone-keeper";
import { timeView } from "@/lib/i18n/time-view";
import { isTheme, THEME_COOKIE } from "@/lib/theme";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  return {
    title: { default: "gpusched", template: "%s · gpusched" },
    description: t("description"),
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f5f4" },
    { media: "(prefers-color-scheme: dark)", color: "#171615" },
  ],
};

const END = "end-of-page";

/** The frame of every page: language, colours, and the server's clock. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  const { locale, now, timeZone, isOwnZone } = await timeView();
  return (
    <html
      lang={locale}
      data-theme={isTheme(theme) && theme !== "system" ? theme : undefined}
      data-now={now}
    >
      <head>
        {/* No painting of half a table, whose columns would move as its other rows arrive. */}
        <link rel="expect" href={`#${END}`} blocking="render" />
      </head>
      <body>
        {children}
        <TimeZoneKeeper assumed={isOwnZone ? timeZone : undefined} />
        <div id={END} hidden />
      </body>
    </html>
  );
}
