/** `npm run build`: Prisma's client, the pages, and the entries of web and worker. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { bundle } from "./build/bundle";
import { recordBuild } from "./build/record";
import { command } from "./command";
import { Failure } from "./start/failure.mjs";

const ENTRIES = { web: "scripts/web/index.ts", worker: "worker/index.ts" };

async function run(args: string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = spawn(process.execPath, args, { stdio: "inherit", env });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Failure(`${args.join(" ")} failed.`);
}

command(() =>
  recordBuild(async () => {
    await run(["scripts/generate.mjs"]);
    await run(["node_modules/next/dist/bin/next", "build"]);
    await bundle(ENTRIES, "dist");
  }),
);
