/**
 * The table of accesses as its form sends it: one row for each user of a GPU, or for each GPU of
 * a user. The fields of row 12 are `row.12.seen` (how the access stood when the page was made),
 * `row.12.visible`, `row.12.priority` and `row.12.enabled`.
 */
import { z } from "zod";
import { checkbox, id, pageNumber, searched, wholeNumber } from "@/lib/schema";

export const HIGHEST_PRIORITY = 1_000;

/** How a user has access to a GPU that is visible to them. 0 goes before 1. */
export type Access = { readonly priority: number; readonly enabled: boolean };

/** An access in short, to tell whether it is still what somebody saw; "" for none. */
export function stampOf(access: Access | null): string {
  return access ? `${access.priority} ${access.enabled ? "enabled" : "disabled"}` : "";
}

/** One row: the id of the user or GPU, what was seen, and what shall be (null: not visible). */
export type WantedAccess = {
  readonly id: number;
  readonly seen: string;
  readonly wanted: Access | null;
};

const ROW_FIELD = /^row\.([^.]+)\.(seen|visible|priority|enabled)$/;

/** Puts the fields of each row together, under `row` and its id. */
function withRows(form: unknown): unknown {
  // A map, since names that come from outside must not reach an object's prototype.
  const rows = new Map<string, Record<string, unknown>>();
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(form))) {
    const [, key, field] = ROW_FIELD.exec(name) ?? [];
    if (key === undefined || field === undefined) rest[name] = value;
    else {
      const fields = rows.get(key) ?? { id: key, visible: false };
      rows.set(key, { ...fields, [field]: field === "visible" ? true : value });
    }
  }
  return { ...rest, row: Object.fromEntries(rows) };
}

const seen = z.string();
const rowSchema = z.discriminatedUnion("visible", [
  // What else stands in the row of something that is not visible does not matter.
  z.object({ visible: z.literal(false), id, seen }),
  z.object({
    visible: z.literal(true),
    id,
    seen,
    priority: wholeNumber(0, HIGHEST_PRIORITY),
    enabled: checkbox,
  }),
]);

function toWanted(row: z.output<typeof rowSchema>): WantedAccess {
  const { id, seen } = row;
  return {
    id,
    seen,
    wanted: row.visible ? { priority: row.priority, enabled: row.enabled } : null,
  };
}

export const accessTableSchema = z.preprocess(
  withRows,
  z.object({
    /** Whose table it is: all rows are about this GPU, or about this user. */
    of: z.enum(["gpu", "user"]),
    id,
    /** Reservations that wait may be cancelled where access is taken away. */
    mayCancel: checkbox,
    row: z.record(z.string(), rowSchema).transform((rows) => Object.values(rows).map(toWanted)),
  }),
);
export type AccessTable = z.output<typeof accessTableSchema>;

/** Which rows of a GPU's table are asked for. Whatever makes no sense there is not there. */
export const accessFiltersSchema = z.object({
  search: searched,
  lab: searched,
  page: pageNumber,
});
export type AccessFilters = z.output<typeof accessFiltersSchema>;
