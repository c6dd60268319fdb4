/**
 * Finds the messages that source text uses.
 *
 * The conventions it relies on:
 * - A translator is bound to a literal area in the file that calls it: `getTranslations("area")`,
 *   `useTranslations("area.part")`, `translator(locale, "area")`, or a parameter typed
 *   `Translator<"area">`, or taken out of one of the CARRIERS below: `{ t }: Wording`.
 * - A key is a literal, or a choice between literals: `t(isNew ? "create" : "save")`.
 * - A key over a typed union is a template with a literal beginning, `t(`state.${state}`)`, which
 *   uses all that begins so; or a bare expression, `t(error.code)`, which uses the whole area: give
 *   such a union an area (or part) of its own. The type-check proves that each of them exists.
 * - A file that imports an area's JSON itself names its keys as `words.key`.
 */
export type Use = {
  /** A full key, or with `isPrefix` the beginning of several. */
  readonly key: string;
  readonly isPrefix: boolean;
};

const BINDING =
  /(?:const|let)\s+(\w+)\s*=\s*(?:await\s+)?(?:getTranslations|useTranslations|translator)\(\s*([^)]*?)\s*,?\s*\)|(\w+)\s*:\s*Translator<\s*"([\w.-]+)"\s*>/g;
const CARRIED = /\{[^{}]*\bt\b[^{}]*\}\s*(?::|=)\s*(\w+)\b/g;
const CALL = /(?<![\w.$])(\w+)(?:\.(?:rich|markup|raw|has))?\(/g;
const AREA_IMPORT = /import\s+(\w+)\s+from\s+"[^"]*\/messages\/[^/"]+\/([\w-]+)\.json"/g;

/** What hands a bound translator on, as its `t`: by the name of its type or variable. */
const CARRIERS: Readonly<Record<string, string>> = { Wording: "mail", wording: "mail" };

type Binding = { readonly name: string; readonly area: string; readonly at: number };

function bindings(source: string): Binding[] {
  const carried = [...source.matchAll(CARRIED)].flatMap((match) => {
    const area = CARRIERS[match[1] ?? ""];
    return area === undefined ? [] : [{ name: "t", area, at: match.index }];
  });
  const direct = [...source.matchAll(BINDING)].map((match) => {
    const area = match[4] ?? /"([\w.-]+)"[\s,}]*$/.exec(match[2] ?? "")?.[1];
    if (area === undefined) throw new Error(`no literal area in: ${match[0]}`);
    return { name: match[1] ?? match[3] ?? "", area, at: match.index };
  });
  return [...carried, ...direct].sort((a, b) => a.at - b.at);
}

/** The first argument of a call whose opening bracket ends at `start`. */
function firstArgument(source: string, start: number): string {
  let depth = 0;
  let quote = "";
  for (let at = start; at < source.length; at += 1) {
    const character = source[at] ?? "";
    if (quote) {
      if (character === quote) quote = "";
    } else if (/["'`]/.test(character)) quote = character;
    else if (/[([{]/.test(character)) depth += 1;
    else if (depth === 0 && /[,)]/.test(character)) return source.slice(start, at).trim();
    else if (/[)\]}]/.test(character)) depth -= 1;
  }
  return "";
}

function usesOf(argument: string, area: string): Use[] {
  const template = /^`([^`$]*)\$\{/.exec(argument);
  if (template) return [{ key: `${area}.${template[1]}`, isPrefix: true }];
  // A condition may hold literals too: only what follows "?" is a key.
  const choice = argument.includes("?") ? argument.slice(argument.indexOf("?")) : argument;
  const literals = [...choice.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
  if (literals.length > 0)
    return literals.map((key) => ({ key: `${area}.${key}`, isPrefix: false }));
  return [{ key: `${area}.`, isPrefix: true }];
}

/** Every use in one source file. @throws on a `t("…")` whose area cannot be told. */
export function messageUses(source: string): Use[] {
  const bound = bindings(source);
  const uses: Use[] = [];
  for (const call of source.matchAll(CALL)) {
    const name = call[1] ?? "";
    const binding = bound.findLast((each) => each.name === name && each.at < call.index);
    const argument = firstArgument(source, call.index + call[0].length);
    if (binding) uses.push(...usesOf(argument, binding.area));
    else if (name === "t" && argument) throw new Error(`unbound translator: t(${argument})`);
  }
  for (const [, name, area] of source.matchAll(AREA_IMPORT)) {
    if (!name) continue;
    for (const [, key] of source.matchAll(/\bwords\.(\w+)/g)) {
      uses.push({ key: `${area}.${key}`, isPrefix: false });
    }
  }
  return uses;
}
