/** What a form's action answers, in words that are ready to be shown. Safe in the browser. */
export type ActionState = {
  readonly ok: boolean;
  /** About the whole form: shown beside its button. */
  readonly message?: string;
  /** A secret that is shown this once, such as a token that was just made. */
  readonly reveal?: string;
  /** What is wrong, by field name. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What was typed, by field name, to be shown again; never a password. */
  readonly values?: Readonly<Record<string, string>>;
};

/**
 * What the names of the fields begin with that belong together: "row.12." for "row.12.priority".
 * Outside of tables it is nothing: the fields of the whole form belong together.
 */
export function groupOf(field: string): string {
  return field.slice(0, field.lastIndexOf(".") + 1);
}

/** A server action as `useActionState` calls it; also a plain form post before JavaScript arrives. */
export type FormAction = (previous: ActionState, data: FormData) => Promise<ActionState>;

/** The state of a form that has not been sent yet. */
export const NOTHING_YET: ActionState = { ok: true };

/** What a question of a page's script is answered: what it asked for, or why not, in words. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };
