import type { z } from "zod";
import { FieldRefusals, REFUSALS, Refusal, type RefusalCode, type RefusalParams } from "../errors";

type Issue = z.core.$ZodIssue;

const isRefusalCode = (text: string): text is RefusalCode =>
  (REFUSALS as readonly string[]).includes(text);

function meaningOf(issue: Issue): [RefusalCode, RefusalParams] {
  if (isRefusalCode(issue.message)) return [issue.message, {}];
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "string" ? ["required", {}] : ["not-a-number", {}];
    case "too_small":
      if (issue.origin !== "string") return ["too-small", { least: Number(issue.minimum) }];
      return issue.minimum === 1
        ? ["required", {}]
        : ["too-short", { least: Number(issue.minimum) }];
    case "too_big":
      return issue.origin === "string"
        ? ["too-long", { most: Number(issue.maximum) }]
        : ["too-large", { most: Number(issue.maximum) }];
    default:
      return ["not-an-option", {}];
  }
}

/** What zod refused, as refusals; the first one of each field. */
export function refusalsOf(error: z.ZodError): FieldRefusals {
  const byField = new Map<string, Refusal>();
  for (const issue of error.issues) {
    // A form's fields are flat: what a schema nests has dots in its name.
    const field = issue.path.join(".");
    if (byField.has(field)) continue;
    const [code, params] = meaningOf(issue);
    // `id` is what a form is about, in a hidden field: said of the whole form, where it is seen.
    const place = field === "id" ? undefined : field || undefined;
    byField.set(field, new Refusal(code, params, place));
  }
  return new FieldRefusals([...byField.values()]);
}
