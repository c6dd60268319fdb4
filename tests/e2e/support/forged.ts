/** Requests that no page of ours would send. */
import type { APIResponse, Page, Request, Response } from "@playwright/test";

/** The next server action that a page calls, to be sent again by somebody else. */
export const nextAction = (page: Page): Promise<Request> =>
  page.waitForRequest((request) => request.headers()["next-action"] !== undefined);

/** Sends a captured server action again, with the cookies of `page`. */
export async function replay(page: Page, captured: Request): Promise<APIResponse> {
  const { cookie: _, "content-length": __, ...headers } = await captured.allHeaders();
  const own = Object.entries(headers).filter(([name]) => !name.startsWith(":"));
  return page.request.fetch(captured.url(), {
    method: "POST",
    headers: Object.fromEntries(own),
    data: captured.postDataBuffer() ?? Buffer.alloc(0),
    maxRedirects: 0,
  });
}

/**
 * Opens a page and sends the form that has this field, with other values in some of its fields.
 * The browser must have JavaScript switched off: then forms are sent as they stand.
 */
export async function forge(
  page: Page,
  path: string,
  field: string,
  changes: Readonly<Record<string, string>>,
): Promise<Response> {
  await page.goto(path);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page
    .locator(`form:has([name="${field}"])`)
    .first()
    .evaluate((element, values) => {
      const form = element as HTMLFormElement;
      for (const [name, value] of Object.entries(values)) {
        // In the place of any kind of field, one that takes every sign, line breaks too.
        const area = document.createElement("textarea");
        area.name = name;
        area.value = value;
        const known = form.elements.namedItem(name);
        if (known instanceof Element) known.replaceWith(area);
        else form.append(area);
      }
      form.submit();
    }, changes);
  const response = await answer;
  await page.waitForLoadState();
  return response;
}
