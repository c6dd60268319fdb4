/** What Latin-1 of MySQL (Windows-1252) shows beyond Latin-1, by its byte. */
const WINDOWS_1252: ReadonlyMap<number, number> = new Map(
  Array.from({ length: 32 }, (_, index) => 0x80 + index).map((byte) => [
    new TextDecoder("windows-1252").decode(Uint8Array.of(byte)).codePointAt(0) ?? byte,
    byte,
  ]),
);

/**
 * Whether a text is UTF-8 that was once taken for Latin-1, such as "ç¶²è·¯" for 網路. MySQL does
 * that where an application's connection has another character set than its table.
 */
export function isMojibake(text: string): boolean {
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const byte = WINDOWS_1252.get(code) ?? code;
    if (byte > 0xff) return false;
    bytes.push(byte);
  }
  if (bytes.every((byte) => byte < 0x80)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}
