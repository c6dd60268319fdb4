/** What a form shows after its action ran. Sentences are already in the reader's language. */
export type ActionState = {
  ok: boolean;
  /** Shown for the form as a whole: what was done, or why not. */
  message?: string;
  /** Why a field was refused, by its name. */
  fields?: Record<string, string>;
  /** What was entered, so that nothing has to be typed again; never a password. */
  values?: Record<string, string>;
};

export const UNTOUCHED: ActionState = { ok: true };
