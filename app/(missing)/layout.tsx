import type { ReactNode } from "react";
import { ShellFrame } from "../shell-frame";

/** Around what is said of an address at which there is no page. */
export default function MissingLayout({ children }: { children: ReactNode }) {
  return <ShellFrame>{children}</ShellFrame>;
}
