/** Requests, by the word that the log calls them. */
import { readFileSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import { entriesIn } from "../../support/leaks";
import { logFile } from "./address";
import { mailTo } from "./mails";
import { register, visitor } from "./people";

/**
 * Registers somebody, and returns what the answer called the request if the worker's log says the
 * same of a mail that it sent. The sweep may send it before the job comes, and knows of no request;
 * then another one is tried.
 */
export async function requestOfARegistration(context: BrowserContext, username: string) {
  for (let count = 0; count < 5; count++) {
    const person = await visitor(context, `${username}.${count}`, "Followed Up");
    let request = "";
    person.page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (response.request().method() === "POST" && pathname === "/register")
        request = response.headers()["x-request-id"] ?? "";
    });
    await register(person);
    await mailTo(person.email, /Verify/, 20_000);
    const isTold = entriesIn(readFileSync(logFile(), "utf8")).some(
      (entry) => entry.request === request && entry.sentence === "a mail was sent",
    );
    await person.page.close();
    if (isTold) return request;
  }
  throw new Error("no mail was sent for the request that caused it");
}
