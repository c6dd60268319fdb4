/**
 * The kinds of fields that forms are made of. What a schema refuses carries a refusal code as its
 * message; `refusalsOf` (lib/web/refusals.ts) turns zod's own issues into codes as well.
 */
import { z } from "zod";

// Besides control characters whatever shows nothing at all (joiners, direction marks, fillers): a
// name must be seen. U+FFFD stands where bytes were no text; variation selectors shape what stands
// before them and belong to names.
const UNSEEN =
  /(?![\ufe00-\ufe0f\u{e0100}-\u{e01ef}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}\ufffd]/u;

const text = z
  .string()
  .transform((value) => value.normalize("NFC").trim())
  .refine((value) => value.isWellFormed(), "control-characters");

/** One line of text that must be there; no control characters, so it may stand in a mail header. */
export const line = (max: number) =>
  text
    .refine((value) => !UNSEEN.test(value), "control-characters")
    .pipe(z.string().min(1).max(max));

/** Several lines of text that must be there, such as instructions; never for a mail header. */
export const paragraph = (max: number) =>
  text
    .transform((value) => value.replaceAll(/\r\n?/g, "\n"))
    .refine((value) => !UNSEEN.test(value.replaceAll(/[\n\t]/g, " ")), "control-characters")
    .pipe(z.string().min(1).max(max));

/** A whole number in decimal digits, as a form sends it; input methods write them full-width. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .transform((value) => value.normalize("NFKC").trim())
    .pipe(z.string().min(1))
    .refine((value) => Number.isFinite(Number(value)), "not-a-number")
    .refine((value) => !Number.isFinite(Number(value)) || /^[+-]?\d+$/.test(value), "not-whole")
    .transform(Number)
    .pipe(z.number().min(min).max(max));

/** The id of a row. One that cannot be an id is, for the person, simply not found. */
export const id = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, "not-found")
  .transform(Number)
  .refine((value) => value <= 2_147_483_647, "not-found");

/** A checkbox: there when ticked. */
export const checkbox = z
  .string()
  .optional()
  .transform((value) => value !== undefined && value !== "" && value !== "false");

/** What a list is searched for. PostgreSQL knows no text with NUL in it. */
export const searched = z
  .string()
  .transform((value) => value.replaceAll("\u0000", "").trim().slice(0, 200))
  .catch("");

/** Which page of a list the URL asks for; the first when that makes no sense. */
export const pageNumber = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/**
 * What the URL of a list says, as pages and files are given it. Of a parameter that is there twice
 * the first counts, as the fields of the page show it.
 */
export const urlQuery = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .record(z.string(), z.unknown())
    .transform((query) =>
      Object.fromEntries(
        Object.entries(query).map(([name, value]) => [
          name,
          Array.isArray(value) ? value[0] : value,
        ]),
      ),
    )
    .pipe(z.object(shape));
