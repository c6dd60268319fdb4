import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Outage } from "@/components/shell/outage";
import { Shell } from "@/components/shell/shell";
import { isDemo } from "@/lib/demo/queries";
import { isTheme, THEME_COOKIE } from "@/lib/theme";
import { knownUser } from "@/lib/web/session";
import { logOut } from "./(auth)/log-out";
import { CurrentAnnouncement } from "./announcement";
import { OwnTurns } from "./own-turns";
import { chooseLanguage, chooseTheme } from "./preferences";

/**
 * The shell, filled for whoever sent the request. Where the database is away, which alone knows
 * who that is, a sentence stands in its place: an error would be shown by a script only.
 */
export async function ShellFrame({ children }: { children: ReactNode }) {
  const viewer = await knownUser();
  if (viewer === undefined) return <Outage />;
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <Shell
      viewer={viewer}
      theme={isTheme(theme) ? theme : "system"}
      actions={{ chooseLanguage, chooseTheme, logOut }}
      // A page that says that the database is down must not need it.
      isDemo={await isDemo().catch(() => false)}
      banner={
        <>
          <OwnTurns />
          <CurrentAnnouncement />
        </>
      }
    >
      {children}
    </Shell>
  );
}
