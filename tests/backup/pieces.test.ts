import { expect, test } from "vitest";
import { Pieces } from "@/scripts/restore/pieces";

async function* inPiecesOf(size: number, text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 2, 3, 5, 100])(
  "however it arrives (%i bytes at a time), it is cut where the text stands",
  async (size) => {
    const pieces = new Pieces(inPiecesOf(size, "您好\n\\.x\n\\\n\\.\nrest"));
    expect(await pieces.textBefore("\n\\.\n")).toBe("您好\n\\.x\n\\");
    expect(await pieces.isAtEnd()).toBe(false);
    expect(await pieces.textBefore("nowhere")).toBe("rest");
    expect(await pieces.isAtEnd()).toBe(true);
  },
);

test("it holds little more than what has just arrived", async () => {
  const pieces = new Pieces(inPiecesOf(1_000, "x".repeat(100_000)));
  for await (const piece of pieces.before("\n\\.\n")) expect(piece.length).toBeLessThan(1_010);
});
