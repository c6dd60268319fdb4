import type { Refusal, RefusalCode } from "@/lib/errors";
import type { Problem } from "./reading";

// What forms answer a person, in words for whoever reads a report about somebody else.
const PHRASES: Partial<Record<RefusalCode, string>> = {
  required: "is empty",
  "control-characters": "holds control characters or invisible ones",
  "bad-email": "is no e-mail address",
  "bad-phone": "is no phone number",
  "bad-username": "is none that the portal allows (such as one with spaces)",
  "not-a-number": "is no number",
  "not-whole": "is no whole number",
  "username-taken": "is taken by another account",
  "email-taken": "is taken by another account",
  "phone-taken": "is taken by another account",
};

function phraseOf({ code, params }: Refusal): string {
  switch (code) {
    case "too-short":
      return `is shorter than ${params.least} characters`;
    case "too-long":
      return `is longer than ${params.most} characters`;
    case "too-small":
      return `is less than ${params.least}`;
    case "too-large":
      return `is more than ${params.most}`;
    default:
      return PHRASES[code] ?? code;
  }
}

/** Why a column of an old row is refused. */
export function problemOf(refusal: Refusal, detail = ""): Problem {
  const column = (refusal.field ?? "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { what: `${column} ${phraseOf(refusal)}`, detail };
}
