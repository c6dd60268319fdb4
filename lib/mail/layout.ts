/**
 * The frame of every mail: one column, one button, the same words as text and as HTML. Pure;
 * every value is escaped, nothing is loaded from anywhere.
 */
import type { Locale } from "../i18n/locales";

export type MailContent = {
  readonly locale: Locale;
  /** What a mail program shows beside the subject. */
  readonly preheader: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What, where, until when: label and value. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** The one thing to do; its address must be http or https. */
  readonly button?: { readonly label: string; readonly url: string };
  readonly footer: string;
  /** A quiet link below the footer; its address must be http or https. */
  readonly footerLink?: { readonly label: string; readonly url: string };
};

/** Values come from people; in a mail each of them is one line without control characters. */
export function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(value: string): string {
  return oneLine(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

function webAddress(url: string): string {
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") throw new Error(`no web address: ${protocol}`);
  return href;
}

/** The plain-text part. */
function layOutText(content: MailContent): string {
  const { locale, title, paragraphs, facts, button, footer, footerLink } = content;
  const colon = locale === "zh-TW" ? "：" : ": ";
  const link = footerLink
    ? `\n${oneLine(footerLink.label)}${colon.trim()} ${webAddress(footerLink.url)}`
    : "";
  const blocks = [
    oneLine(title),
    ...paragraphs.map(oneLine),
    facts.map(({ label, value }) => `${oneLine(label)}${colon}${oneLine(value)}`).join("\n"),
    button ? `${oneLine(button.label)}${colon.trim()}\n${webAddress(button.url)}` : "",
    `-- \n${oneLine(footer)}${link}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

const FONT =
  "font-family:system-ui,'Noto Sans TC','PingFang TC','Microsoft JhengHei',sans-serif;font-size:16px;line-height:1.6";

// Programs that know dark mode follow the media query; those that invert colours themselves find
// only solid, mid-range pairs that stay legible inverted.
const DARK = `
@media (prefers-color-scheme: dark) {
  .ground { background: #171615 !important; }
  .sheet { background: #211f1e !important; border-color: #3a3735 !important; }
  .ink { color: #ebe9e6 !important; }
  .muted { color: #b0aaa4 !important; }
  .line { border-color: #3a3735 !important; }
  .button { background: #b794e4 !important; color: #22103a !important; }
}`;

function factRow({ label, value }: { label: string; value: string }): string {
  const cell = "padding:8px 0;border-top:1px solid #e3e2e0;vertical-align:top";
  return `<tr>
<td class="muted line" style="${cell};${FONT};padding-right:16px;color:#5b5751;white-space:nowrap">${escapeHtml(label)}</td>
<td class="ink line" style="${cell};${FONT};width:100%;color:#1f1e1c">${escapeHtml(value)}</td>
</tr>`;
}

/** The HTML part: tables and inline styles, because that is what mail programs understand. */
function layOutHtml(content: MailContent): string {
  const { locale, preheader, title, paragraphs, facts, button, footer, footerLink } = content;
  const rows = facts.map(factRow).join("\n");
  const table = rows
    ? `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:24px 0 0">
${rows}
</table>`
    : "";
  const action = button
    ? `<p style="margin:24px 0 0"><a class="button" href="${escapeHtml(webAddress(button.url))}" style="${FONT};display:inline-block;padding:10px 24px;border-radius:6px;background:#6b3fa0;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(button.label)}</a></p>`
    : "";
  const link = footerLink
    ? `<br><a class="muted" href="${escapeHtml(webAddress(footerLink.url))}" style="color:#5b5751">${escapeHtml(footerLink.label)}</a>`
    : "";
  const text = paragraphs
    .map(
      (words) =>
        `<p class="ink" style="${FONT};margin:16px 0 0;color:#1f1e1c">${escapeHtml(words)}</p>`,
    )
    .join("\n");
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${DARK}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f5f5f4">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preheader)}</div>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" class="ground" style="background:#f5f5f4">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="600" class="sheet" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #e3e2e0;border-radius:8px">
<tr><td style="padding:32px 24px" align="left">
<h1 class="ink" style="${FONT};margin:0;font-size:20px;line-height:1.4;font-weight:600;color:#1f1e1c">${escapeHtml(title)}</h1>
${text}
${table}
${action}
</td></tr>
</table>
<p class="muted" style="${FONT};margin:16px 0 0;max-width:600px;font-size:13px;color:#5b5751">${escapeHtml(footer)}${link}</p>
</td></tr>
</table>
</body>
</html>
`;
}

/** Both parts of a mail. @throws when the button's address is not a web address. */
export function layOutMail(content: MailContent): { text: string; html: string } {
  return { text: layOutText(content), html: layOutHtml(content) };
}
