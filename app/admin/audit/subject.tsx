import Link from "next/link";
import type { AuditEntry } from "@/lib/audit/queries";

type Props = { entry: AuditEntry };

/** Where a thing has a page of its own. */
const PAGES: Readonly<Record<string, string>> = {
  reservation: "/reservations",
  notification: "/admin/outbox",
};

/** Whom and what an entry is about, with ways to them as far as they are still there. */
export function AuditSubject({ entry }: Props) {
  const { subjectType, subjectId, user, gpu } = entry;
  const page = PAGES[subjectType];
  const isGone = !page && !user && !gpu && subjectId !== null;
  return (
    <div className="flex flex-wrap gap-x-3">
      {page && subjectId !== null && (
        <Link href={`${page}/${subjectId}`} prefetch={false} className="hover:underline">
          #{subjectId}
        </Link>
      )}
      {user && (
        <Link href={`/admin/accounts/${user.id}`} prefetch={false} className="hover:underline">
          {user.name} <span className="text-muted">{user.username}</span>
        </Link>
      )}
      {gpu && (
        <Link
          href={`/admin/gpus/${gpu.id}`}
          prefetch={false}
          className="hover:underline md:whitespace-nowrap"
        >
          {gpu.gpuName}
        </Link>
      )}
      {isGone && <span className="text-muted">#{subjectId}</span>}
    </div>
  );
}
