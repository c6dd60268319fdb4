import { cache } from "react";
import { visibleQueues } from "@/lib/reservations/queries";
import { requireUser } from "@/lib/web/session";

/** The GPUs that whoever is logged in sees, with their queues; read once for banner and page. */
export const queuesOfViewer = cache(async () => visibleQueues(await requireUser()));
