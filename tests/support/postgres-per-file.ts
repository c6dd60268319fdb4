/** Gives every test file a database of its own, which `lib/db` uses. */
import { afterAll } from "vitest";
import { dropDatabase } from "./postgres";
import { createTestDatabase } from "./template";

const url = await createTestDatabase();
process.env.DATABASE_URL = url;

afterAll(() => dropDatabase(url));
