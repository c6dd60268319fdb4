/**
 * The one way from a form to a command: who asks → what they sent → the command → what they see.
 * Expected refusals become sentences at their fields; anything else a generic sentence and a log
 * line. Every server action is made here, so none can forget to ask who is there.
 */
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import { type ActionState, type Answer, groupOf } from "../action-state";
import type { Actor } from "../actor";
import { explainedIfBusy, FieldRefusals, Refusal } from "../errors";
import { log } from "../log";
import { clientAddress } from "./address";
import { refusalsOf } from "./refusals";
import { currentUser } from "./session";

/** What a command's success shows: a page to go to, or a sentence; nothing refreshes the page. */
export type Outcome = { to?: string; message?: string; reveal?: string } | undefined;

type FormAction = (before: ActionState, form: FormData) => Promise<ActionState>;

type Options<Schema extends z.ZodType, Who> = {
  schema: Schema;
  run: (input: z.output<Schema>, actor: Who) => Promise<Outcome>;
};

/** For forms that anyone may send. The actor has an address only. */
export function publicAction<Schema extends z.ZodType>(
  options: Options<Schema, { address: string | null }>,
): FormAction {
  return formAction(options, async () => ({ address: await clientAddress() }));
}

/** For people with a live session. */
export function userAction<Schema extends z.ZodType>(options: Options<Schema, Actor>): FormAction {
  return formAction(options, requireActor);
}

/** For administrators; to everybody else the thing does not exist. */
export function adminAction<Schema extends z.ZodType>(options: Options<Schema, Actor>): FormAction {
  return formAction(options, async () => {
    const actor = await requireActor();
    if (!actor.isAdmin) throw new Refusal("not-found");
    return actor;
  });
}

/**
 * For what an administrator's page asks or sends by script, where no form would do: the same way,
 * but what was sent is checked as it is and what `run` returns is the answer.
 */
export function adminAnswer<Schema extends z.ZodType, Value>(options: {
  schema: Schema;
  run: (input: z.output<Schema>, actor: Actor) => Promise<Value>;
  /** Whether the page shows something else afterwards. */
  changes?: boolean;
}): (input: z.input<Schema>) => Promise<Answer<Value>> {
  return async (input) => {
    try {
      const actor = await requireActor();
      if (!actor.isAdmin) throw new Refusal("not-found");
      const parsed = options.schema.safeParse(input);
      if (!parsed.success) throw refusalsOf(parsed.error).refusals[0] ?? parsed.error;
      const value = await options.run(parsed.data, actor);
      if (options.changes) refresh();
      return { ok: true, value };
    } catch (error) {
      return { ok: false, message: await sentenceOf(explainedIfBusy(error)) };
    }
  };
}

async function requireActor(): Promise<Actor> {
  const user = await currentUser();
  if (!user) throw new Refusal("login-required");
  return { id: user.id, isAdmin: user.isAdmin, address: await clientAddress() };
}

function formAction<Schema extends z.ZodType, Who>(
  { schema, run }: Options<Schema, Who>,
  identify: () => Promise<Who>,
): FormAction {
  return async (_before, form) => {
    let outcome: Outcome;
    try {
      const who = await identify();
      const parsed = schema.safeParse(Object.fromEntries(form));
      if (!parsed.success) throw refusalsOf(parsed.error);
      outcome = await run(parsed.data, who);
    } catch (error) {
      return refused(explainedIfBusy(error), form);
    }
    // Outside the try: redirect works by throwing.
    if (outcome?.to) redirect(outcome.to);
    refresh();
    return { ok: true, message: outcome?.message, reveal: outcome?.reveal };
  };
}

async function sentenceOf(error: unknown): Promise<string> {
  const t = await getTranslations("errors");
  if (error instanceof Refusal) return t(error.code, error.params);
  log.error({ error }, "an action failed");
  return t("unavailable");
}

async function refused(error: unknown, form: FormData): Promise<ActionState> {
  const t = await getTranslations("errors");
  const old = outdatedGroups(error);
  // Whoever typed over something old is shown how it stands, and begins again from there.
  if (old.length > 0) refresh();
  const values = enteredValues(form, old);
  if (error instanceof Refusal) {
    const sentence = t(error.code, error.params);
    if (!error.field) return { ok: false, message: sentence, values };
    return { ok: false, fields: { [error.field]: sentence }, values };
  }
  if (error instanceof FieldRefusals) {
    const fields: Record<string, string> = {};
    let message: string | undefined;
    for (const { field, code, params } of error.refusals) {
      if (field) fields[field] = t(code, params);
      else message = t(code, params);
    }
    return { ok: false, message, fields, values };
  }
  log.error({ error }, "an action failed");
  return { ok: false, message: t("unavailable"), values };
}

/** The groups of fields that were filled in from something old. */
function outdatedGroups(error: unknown): string[] {
  if (error instanceof FieldRefusals) return error.refusals.flatMap(outdatedGroups);
  if (!(error instanceof Refusal) || error.code !== "form-outdated") return [];
  return [groupOf(error.field ?? "")];
}

/** What was typed, without passwords, without groups that are old, and without what React adds. */
function enteredValues(form: FormData, old: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value !== "string" || name.startsWith("$") || /password/i.test(name)) continue;
    if (old.some((group) => name.startsWith(group))) continue;
    values[name] = value.slice(0, 2_000);
  }
  return values;
}
