/**
 * `npm run admin:create`: makes an administrator. On a terminal it asks for what the options do not
 * say; elsewhere all must be given, and --password-stdin reads the password from standard input.
 */
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { ZodError } from "zod";
import { createAdministrator } from "../lib/accounts/commands-administrator";
import { FieldRefusals, Refusal } from "../lib/errors";
import { DEFAULT_LOCALE } from "../lib/i18n/locales";
import { translator } from "../lib/i18n/translator";
import { refusalsOf } from "../lib/web/refusals";
import { ask } from "./ask";
import { command } from "./command";
import { Failure } from "./start/failure.mjs";

const QUESTIONS = {
  username: "Username",
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  lab: "Lab",
  password: "Password (10 characters or more)",
} as const;
type Field = keyof typeof QUESTIONS;
const FIELDS = Object.keys(QUESTIONS) as Field[];

const option = { type: "string" } as const;
const OPTIONS = {
  username: option,
  name: option,
  email: option,
  phone: option,
  lab: option,
  "password-stdin": { type: "boolean" },
} as const;

/** Asks for every field that has no answer yet. */
async function complete(answers: Partial<Record<Field, string>>): Promise<Record<Field, string>> {
  const missing = FIELDS.filter((field) => answers[field] === undefined);
  if (missing.length > 0 && !process.stdin.isTTY) {
    const options = missing.map((field) => (field === "password" ? "password-stdin" : field));
    throw new Failure(`Missing: --${options.join(", --")}.`);
  }
  for (const field of missing) {
    answers[field] = await ask(QUESTIONS[field], field === "password");
  }
  return answers as Record<Field, string>;
}

function refusalsIn(error: unknown): readonly Refusal[] {
  const refused = error instanceof ZodError ? refusalsOf(error) : error;
  if (refused instanceof FieldRefusals) return refused.refusals;
  // One alone: somebody else was faster with the same name.
  if (refused instanceof Refusal) return [refused];
  throw error;
}

/** What is wrong, field by field, as the portal's forms say it. */
function wrongFields(error: unknown): { field: Field; sentence: string }[] {
  const sentenceOf = translator("en", "errors");
  return refusalsIn(error).map(({ field, code, params }) => {
    const sentence = sentenceOf(code, params);
    if (!field) throw new Failure(sentence);
    return { field: field as Field, sentence: `${field}: ${sentence}` };
  });
}

command(async () => {
  const { "password-stdin": fromStdin, ...given } = parseArgs({ options: OPTIONS }).values;
  const answers: Partial<Record<Field, string>> = { ...given };
  if (fromStdin) answers.password = (await text(process.stdin)).replace(/\r?\n$/, "");
  for (;;) {
    const account = await complete(answers);
    try {
      await createAdministrator({ ...account, locale: DEFAULT_LOCALE });
      break;
    } catch (error) {
      const wrong = wrongFields(error);
      if (!process.stdin.isTTY) throw new Failure(wrong.map(({ sentence }) => sentence).join("\n"));
      for (const { field, sentence } of wrong) {
        console.error(sentence);
        delete answers[field];
      }
    }
  }
  console.log(`${answers.username} is an administrator now.`);
});
