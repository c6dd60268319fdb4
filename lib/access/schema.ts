/**
 * The table of accesses as its form sends it: one row for each user of a GPU, or for each GPU of
 * a user. The fields of row 12 are `row.12.seen` (how the access stood when the page was made),
 * `row.12.visible`, `row.12.priority` and `row.12.enabled`.
 */
import { z } from "zod";
import { checkbox, id, pageNumber, searched, urlQuery, wholeNumber } from "@/lib/schema";
import { type Access, HIGHEST_PRIORITY, MOST_CHANGES } from "./views";

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
export const accessFiltersSchema = urlQuery({
  search: searched,
  lab: searched,
  page: pageNumber,
});
export type AccessFilters = z.output<typeof accessFiltersSchema>;

/** Which users and GPUs the matrix shows. Whatever makes no sense there is not there. */
export const matrixFiltersSchema = urlQuery({
  /** Part of a name or username. */
  search: searched,
  lab: searched,
  server: searched,
  model: searched,
});
export type MatrixFilters = z.output<typeof matrixFiltersSchema>;

const LINE = /^([1-9]\d{0,9}) ([1-9]\d{0,9}) ((?:\d{1,4}-?)?) ((?:\d{1,4}-?)?)$/;

const isPossible = (stamp: string) => !stamp || Number.parseInt(stamp, 10) <= HIGHEST_PRIORITY;

/** One access that shall change, as the matrix sends it: user, GPU, seen stamp, wanted stamp. */
const matrixLine = z.string().transform((text, context) => {
  const [, user, gpu, seen = "", wanted = ""] = LINE.exec(text) ?? [];
  const [userId, gpuId] = [id.safeParse(user), id.safeParse(gpu)];
  if (!userId.success || !gpuId.success || !isPossible(wanted)) {
    context.addIssue("not-an-option");
    return z.NEVER;
  }
  return { userId: userId.data, gpuId: gpuId.data, seen, wanted };
});

/** What shall change in the matrix; of several wishes about one access the last counts. */
export const matrixChangesSchema = z.object({
  changes: z
    .string()
    .transform((text) => text.split("\n"))
    .pipe(z.array(z.string()).max(MOST_CHANGES, "too-many-changes").pipe(z.array(matrixLine)))
    .transform((lines) => [
      ...new Map(lines.map((line) => [`${line.userId} ${line.gpuId}`, line])).values(),
    ]),
});

/** The same with the consequences that were agreed to. */
export const matrixSaveSchema = matrixChangesSchema.extend({ digest: z.string().max(100) });

const DEFAULT_FIELD = /^gpu\.(\d{1,10})\.(seen|given|priority)$/;

function withGpus(form: unknown): unknown {
  const gpus = new Map<string, Record<string, unknown>>();
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(form))) {
    const [, key, field] = DEFAULT_FIELD.exec(name) ?? [];
    if (key === undefined || field === undefined) continue;
    const fields = gpus.get(key) ?? { id: key, given: false };
    gpus.set(key, { ...fields, [field]: field === "given" ? true : value });
  }
  return { gpu: Object.fromEntries(gpus) };
}

/**
 * The default set as its form sends it. The fields of GPU 12 are `gpu.12.seen` (its priority when
 * the page was made, "" for none), `gpu.12.given` and `gpu.12.priority`.
 */
export const defaultAccessSchema = z.preprocess(
  withGpus,
  z.object({
    gpu: z
      .record(
        z.string(),
        z.discriminatedUnion("given", [
          z.object({ given: z.literal(false), id, seen: z.string().max(10) }),
          z.object({
            given: z.literal(true),
            id,
            seen: z.string().max(10),
            priority: wholeNumber(0, HIGHEST_PRIORITY),
          }),
        ]),
      )
      .refine((gpus) => Object.keys(gpus).length > 0, "required")
      .transform((gpus) =>
        Object.values(gpus).map((gpu) => ({
          id: gpu.id,
          seen: gpu.seen,
          priority: gpu.given ? gpu.priority : null,
        })),
      ),
  }),
);
export type DefaultAccess = z.output<typeof defaultAccessSchema>;
