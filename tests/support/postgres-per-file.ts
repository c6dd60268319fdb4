/** Gives every test file a database of its own, which `lib/db` uses. */
import { afterAll } from "vitest";
import { createTestDatabase, dropDatabase } from "./postgres";

const url = await createTestDatabase();
process.env.DATABASE_URL = url;

afterAll(() => dropDatabase(url));
