import { statusAnswer } from "@/lib/web/status-answer";

export const dynamic = "force-dynamic";

/** Whether this web process answers at all. */
export const GET = (): Response => statusAnswer(true);
