import Link from "next/link";
import type { GpuName } from "@/lib/reservations/views";

/** The name of a GPU, leading to its page. */
export function GpuLink({ gpu }: { gpu: GpuName }) {
  return (
    <Link href={`/gpus/${gpu.id}`} prefetch={false} className="hover:underline">
      {gpu.model}{" "}
      <span className="inline-block max-w-full font-normal text-muted">{gpu.gpuName}</span>
    </Link>
  );
}
