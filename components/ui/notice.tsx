import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps } from "react";

type Tone = "info" | "success" | "warning" | "error";

const TONES = {
  info: { Icon: Info, look: "bg-held-tint text-held" },
  success: { Icon: CircleCheck, look: "bg-free-tint text-free" },
  warning: { Icon: TriangleAlert, look: "bg-turn-tint text-turn" },
  error: { Icon: CircleX, look: "bg-fault-tint text-fault" },
} as const;

/** A sentence that must be noticed; announced to screen readers as urgently as its tone says. */
export function Notice({
  tone,
  children,
  className = "",
  ...rest
}: { tone: Tone } & ComponentProps<"div">) {
  const { Icon, look } = TONES[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={`flex gap-2 rounded-field px-3 py-2 font-medium ${look} ${className}`}
      {...rest}
    >
      <Icon aria-hidden className="mt-1 size-4 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
