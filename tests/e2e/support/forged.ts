/** Requests that no page of ours would send. */
import type { APIResponse, Page, Request } from "@playwright/test";

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
 * Posts a form of the page the way a browser without JavaScript does, with some fields changed.
 * @param form the form that holds a field of this name
 */
export async function post(
  page: Page,
  form: string,
  changes: Record<string, string>,
): Promise<APIResponse> {
  const fields = await page
    .locator(`form:has([name="${form}"])`)
    .first()
    .evaluate((element) =>
      [...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)]),
    );
  const multipart = { ...Object.fromEntries(fields), ...changes };
  return page.request.post(page.url(), {
    multipart,
    headers: { origin: new URL(page.url()).origin },
  });
}
