import { notFound } from "next/navigation";
import { id } from "../schema";

/** The id of a row from a page's path; what cannot be one is not found. */
export function pathId(segment: string): number {
  const parsed = id.safeParse(segment);
  return parsed.success ? parsed.data : notFound();
}
