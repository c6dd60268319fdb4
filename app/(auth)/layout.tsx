import type { ReactNode } from "react";
import { ShellFrame } from "../shell-frame";

/** The pages around having an account: one narrow column. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <ShellFrame>
      <div className="mx-auto w-full max-w-md px-4">{children}</div>
    </ShellFrame>
  );
}
