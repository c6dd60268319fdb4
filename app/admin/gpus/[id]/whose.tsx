import Link from "next/link";

/** The number of a reservation, which leads to it. */
export function ReservationLink({ id }: { id: number }) {
  return (
    <Link href={`/reservations/${id}`} prefetch={false} className="text-link nowrap">
      {id}
    </Link>
  );
}

type Whose = { readonly id: number; readonly name: string; readonly lab: string };

/** Whose reservation it is, on one line. */
export function Whose({ user }: { user: Whose }) {
  return (
    <>
      <Link href={`/admin/accounts/${user.id}`} prefetch={false} className="hover:underline">
        {user.name}
      </Link>{" "}
      <span className="inline-block max-w-full text-muted">{user.lab}</span>
    </>
  );
}
