import { inject } from "vitest";
import { createDatabase, nameOf } from "./postgres";

/** A copy of the migrated template. @returns its address. */
export const createTestDatabase = (): Promise<string> => {
  const template = inject("templateUrl");
  return createDatabase(template, nameOf(template));
};
