import type { ReactNode } from "react";
import { ShellFrame } from "../shell-frame";

/** The administrators' pages; wide, for their tables. Each page asks for itself who may see it. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <ShellFrame>
      <div className="px-4 sm:px-6">{children}</div>
    </ShellFrame>
  );
}
