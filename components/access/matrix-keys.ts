/** What the keys of the matrix mean. */
import type { Place, Size } from "./matrix-geometry";

export type Command =
  | { readonly do: "go"; readonly to: Place; readonly extend: boolean }
  | { readonly do: "select"; readonly what: "row" | "column" | "all" | "lab" | "cell" }
  | { readonly do: "toggle" | "suspend" | "remove" | "undo" | "open" }
  | { readonly do: "priority"; readonly priority: number };

type Key = Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** Where a key that moves leads to, or null. */
function target(key: Key, { row, column }: Place, size: Size, page: number): Place | null {
  const isFar = key.ctrlKey || key.metaKey;
  switch (key.key) {
    case "ArrowUp":
      return { row: isFar ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: isFar ? size.rows - 1 : row + 1, column };
    case "ArrowLeft":
      return { row, column: isFar ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: isFar ? size.columns - 1 : column + 1 };
    case "Home":
      return { row: isFar ? 0 : row, column: 0 };
    case "End":
      return { row: isFar ? size.rows - 1 : row, column: size.columns - 1 };
    case "PageUp":
      return { row: Math.max(0, row - page), column };
    case "PageDown":
      return { row: row + page, column };
    default:
      return null;
  }
}

function spaceOf(key: Key, { row, column }: Place): Command {
  if (row < 0 && column < 0) return { do: "select", what: "all" };
  if (column < 0 || key.shiftKey) return { do: "select", what: "row" };
  if (row < 0 || key.ctrlKey) return { do: "select", what: "column" };
  return { do: "toggle" };
}

/** What a key does at a place; null for keys that are not the matrix's. `page`: rows in sight. */
export function commandOf(key: Key, at: Place, size: Size, page: number): Command | null {
  if (key.altKey) return null;
  const to = target(key, at, size, page);
  if (to) return { do: "go", to, extend: key.shiftKey };
  if (key.key === " ") return spaceOf(key, at);
  if (key.ctrlKey || key.metaKey) {
    return key.code === "KeyA" ? { do: "select", what: "all" } : null;
  }
  // By where the key is: an input method may stand between it and its letter.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1];
  if (digit && !key.shiftKey) return { do: "priority", priority: Number(digit) };
  switch (key.key === "Process" || key.key.length === 1 ? key.code : key.key) {
    case "KeyS":
      return { do: "suspend" };
    case "KeyL":
      return { do: "select", what: "lab" };
    case "KeyU":
      return { do: "undo" };
    case "Delete":
    case "Backspace":
      return { do: "remove" };
    case "Escape":
      return { do: "select", what: "cell" };
    case "Enter":
      return { do: "open" };
    default:
      return null;
  }
}
