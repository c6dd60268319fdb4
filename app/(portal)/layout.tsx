import type { ReactNode } from "react";
import { ShellFrame } from "../shell-frame";

/** The pages of everyone who is logged in. Each page asks for itself who may see it. */
export default function PortalLayout({ children }: { children: ReactNode }) {
  return (
    <ShellFrame>
      <div className="page">{children}</div>
    </ShellFrame>
  );
}
