/** What people may enter about accounts. Bounds: the product's data table. */
import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { checkbox, id, line, pageNumber, searched, urlQuery } from "@/lib/schema";
import { isCommonPassword, isPersonalPassword } from "./common-passwords";

/** Turns what input methods write full-width into the plain signs: "０９１２" → "0912". */
const plainWidth = z.string().transform((value) => value.normalize("NFKC"));

// Letters of any script with their marks; the first sign is no punctuation.
const USERNAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]*$/u;

const username = plainWidth
  .pipe(line(80))
  .refine((value) => USERNAME.test(value), { message: "bad-username" });

const email = plainWidth.pipe(line(100)).refine((value) => z.email().safeParse(value).success, {
  message: "bad-email",
});

/**
 * Kept as digits with an optional leading +, so that "0912-345-678" and "0912 345 678" are one
 * number. A national and an international spelling stay two: which country is meant is unknown.
 */
const phone = plainWidth
  .pipe(line(40))
  .transform((value) => value.replace(/[\s()-]/g, ""))
  .refine((value) => /^\+?\d+$/.test(value), { message: "bad-phone" })
  .pipe(z.string().min(5).max(16));

/** bcrypt reads 72 bytes, and ASCII makes them 72 characters. */
const newPassword = z
  .string()
  .min(1, "required")
  .regex(/^[\x20-\x7e]*$/, "password-not-ascii")
  .min(10, "password-too-short")
  .max(72, "password-too-long")
  .refine((value) => !isCommonPassword(value), { message: "password-common" });

/** A password as somebody claims it is: checked against a hash, never against rules. */
const claimedPassword = z.string().min(1, "required").max(1_000);

const repeated = { password: newPassword, passwordAgain: z.string() };

const isSaidTwice = (form: { password?: unknown; passwordAgain?: unknown }) =>
  form.password === form.passwordAgain;
/** Said together with whatever else is wrong, not only once everything else is right. */
const SAID_TWICE = { message: "passwords-differ", path: ["passwordAgain"], when: () => true };

const identity = { username, name: line(100), email, phone, lab: line(80) };

/** Who somebody is, whatever else is asked of them. */
export const identitySchema = z.object(identity);

const isImpersonal = (form: { password: string; username: string; email: string }) =>
  !isPersonalPassword(form.password, form);
const IMPERSONAL = { message: "password-personal", path: ["password"] };

export const registrationSchema = z
  .object({ ...identity, ...repeated })
  .refine(isSaidTwice, SAID_TWICE)
  .refine(isImpersonal, IMPERSONAL);
export type Registration = z.output<typeof registrationSchema>;

export const administratorSchema = z
  .object({ ...identity, locale: z.enum(LOCALES), password: newPassword })
  .refine(isImpersonal, IMPERSONAL);
export type NewAdministrator = z.input<typeof administratorSchema>;

/** `login` is a username or an e-mail address. */
export const loginSchema = z.object({
  login: plainWidth.pipe(line(100)),
  password: claimedPassword,
  next: z.string().optional(),
});

export const forgottenPasswordSchema = z.object({ login: plainWidth.pipe(line(100)) });

const token = z.string().max(200, "link-invalid");

export const emailVerificationSchema = z.object({ token });

export const passwordResetSchema = z.object({ token, ...repeated }).refine(isSaidTwice, SAID_TWICE);

export const passwordChangeSchema = z
  .object({ currentPassword: claimedPassword, ...repeated })
  .refine(isSaidTwice, SAID_TWICE);

export const profileSchema = z.object({
  name: line(100),
  phone,
  lab: line(80),
  locale: z.enum(LOCALES),
});
export type Profile = z.output<typeof profileSchema>;

export const emailChangeSchema = z.object({ email, currentPassword: claimedPassword });
export type EmailChange = z.output<typeof emailChangeSchema>;

/** A decimal number as people type it; a comma is answered, since "1,5" has two meanings. */
const timeMultiplier = plainWidth
  .pipe(line(20))
  .refine((value) => !value.includes(","), { message: "decimal-comma", abort: true })
  .refine((value) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value), {
    message: "not-a-number",
    abort: true,
  })
  .transform(Number)
  .refine((value) => value > 0, { message: "not-positive" })
  .pipe(z.number().max(10));

export const accountEditSchema = z.object({
  id,
  /** What the administrator saw when they began, so that they overwrite nothing newer. */
  seen: z.string().max(100),
  ...identity,
  locale: z.enum(LOCALES),
  timeMultiplier,
  isAdmin: checkbox,
});
export type AccountEdit = z.output<typeof accountEditSchema>;

export const accountIdSchema = z.object({ id });

export const approvalSchema = z.object({ id, withDefaultAccess: checkbox });

/** So many accounts are decided about at once. */
export const MOST_ACCOUNTS = 100;

/** Several accounts, as their ids with commas between them. */
export const severalAccountsSchema = z.object({
  ids: z
    .string()
    .transform((text) => [...new Set(text.split(","))])
    .pipe(z.array(id).max(MOST_ACCOUNTS, "too-many-accounts")),
  withDefaultAccess: checkbox,
});

/** What shall be done with which accounts, in the URL. Whatever makes no sense there is not there. */
export const selectionSchema = z.object({
  do: z.enum(["approve", "disable"]).catch("approve"),
  id: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((ids = []) => {
      const parsed = [ids].flat().map((each) => id.safeParse(each));
      return [...new Set(parsed.flatMap(({ data }) => data ?? []))].slice(0, MOST_ACCOUNTS);
    }),
});

export const ACCOUNT_SORTS = [
  "",
  "username",
  "-username",
  "name",
  "-name",
  "lab",
  "-lab",
  "status",
  "-status",
  "timeMultiplier",
  "-timeMultiplier",
  "created",
  "-created",
] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

/** The list's part of the URL. Whatever makes no sense there is as good as not there. */
export const accountFiltersSchema = urlQuery({
  search: searched,
  status: z.enum(["PENDING", "ACTIVE", "DISABLED"]).optional().catch(undefined),
  lab: searched,
  /** A leading "-" means descending; "" is those who await approval first. */
  sort: z.enum(ACCOUNT_SORTS).catch(""),
  page: pageNumber,
});
export type AccountFilters = z.output<typeof accountFiltersSchema>;
