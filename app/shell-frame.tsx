import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { isTheme, THEME_COOKIE } from "@/lib/theme";
import { currentUser } from "@/lib/web/session";
import { logOut } from "./(auth)/log-out";
import { chooseLanguage, chooseTheme } from "./preferences";

type Props = { banner?: ReactNode; children: ReactNode };

/** The shell, filled for whoever sent the request. */
export async function ShellFrame({ banner, children }: Props) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <Shell
      viewer={await currentUser()}
      theme={isTheme(theme) ? theme : "system"}
      actions={{ chooseLanguage, chooseTheme, logOut }}
      isDemo={false}
      banner={banner}
    >
      {children}
    </Shell>
  );
}
