/** The messages as flat lists, for the tests beside this file. */
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import type { Locale } from "@/lib/i18n/locales";
import { MESSAGES } from "@/lib/i18n/messages";

type Tree = { readonly [key: string]: string | Tree };
type Element = ReturnType<typeof parse>[number];

function flatten(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
}

/** Every message of a language by its full key, such as "common.state.free". */
export function messages(locale: Locale): Map<string, string> {
  return new Map(flatten(MESSAGES[locale]));
}

function visit(elements: readonly Element[], see: (element: Element) => void): void {
  for (const element of elements) {
    see(element);
    if (element.type === TYPE.tag) visit(element.children, see);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) visit(option.value, see);
    }
  }
}

/** What a message must be given: names of its arguments and tags. @throws on broken syntax. */
export function placeholders(message: string): string[] {
  const names = new Set<string>();
  visit(parse(message), (element) => {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
  });
  return [...names].sort();
}

/** A message as it is read: a number where one is put in, "○" for any other value, an empty tag included. */
export function specimens(message: string): string[] {
  const render = (elements: readonly Element[]): string[] =>
    elements.reduce<string[]>(
      (texts, element) => {
        const parts = ((): string[] => {
          switch (element.type) {
            case TYPE.literal:
              return [element.value];
            case TYPE.pound:
            case TYPE.number:
              return ["7"];
            case TYPE.tag:
              return element.children.length > 0 ? render(element.children) : ["○"];
            case TYPE.plural:
            case TYPE.select:
              return Object.values(element.options).flatMap((option) => render(option.value));
            default:
              return ["○"];
          }
        })();
        return texts.flatMap((text) => parts.map((part) => text + part));
      },
      [""],
    );
  return render(parse(message));
}
