// @ts-check
/** Loaded before our programs (`node --import`): settings may stand in a .env file. */
import { existsSync } from "node:fs";

if (existsSync(".env")) process.loadEnvFile(".env");
