import { sql } from "@/lib/db";
import { FieldRefusals, Refusal } from "@/lib/errors";

type Identity = { username?: string; email?: string; phone?: string };
export type Taken = { username: boolean; email: boolean; phone: boolean };

// Also when somebody else's e-mail address is to be a username: both can be typed at the login.
/** Which parts of (username, e-mail, phone) belong to another account than the fourth. */
export const TAKEN = `
  SELECT coalesce(bool_or(lower($1) IN (lower(username), lower(email))), false) AS username,
         coalesce(bool_or(lower($2) IN (lower(username), lower(email))), false) AS email,
         coalesce(bool_or(phone = $3), false) AS phone
  FROM "user" WHERE id IS DISTINCT FROM $4`;

/**
 * Says which parts of an identity belong to somebody else, all at once. The database's unique
 * indexes decide in the end; this is for the person who fills in the form.
 * @param ownId the account that may keep what it has, or null for a new one
 * @throws FieldRefusals
 */
export async function refuseTaken(identity: Identity, ownId: number | null): Promise<void> {
  const { username, email, phone } = identity;
  const [taken] = await sql<Taken>(TAKEN, [username, email, phone, ownId]);
  const refusals = [
    taken?.username && new Refusal("username-taken", {}, "username"),
    taken?.email && new Refusal("email-taken", {}, "email"),
    taken?.phone && new Refusal("phone-taken", {}, "phone"),
  ].filter((refusal) => refusal instanceof Refusal);
  if (refusals.length > 0) throw new FieldRefusals(refusals);
}
