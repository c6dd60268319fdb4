// @ts-check
/** `npm run generate`: writes Prisma's client to lib/generated. */
import { spawnSync } from "node:child_process";

// Prisma's CLI would download its schema engine before anything else, though it does not need one
// to write a client; any existing file keeps it from doing so.
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
const args = ["node_modules/prisma/build/index.js", "generate", "--no-hints"];
process.exitCode = spawnSync(process.execPath, args, { stdio: "inherit", env }).status ?? 1;
