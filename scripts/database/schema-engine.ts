/**
 * Prisma's schema engine as WebAssembly. Prisma's own CLI would download a native one, which fails
 * where only a package registry is reachable.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";
import type pg from "pg";

// The adapter would cut a script at every semicolon, also inside functions. Sent as a whole it is
// one transaction, so that a migration which fails leaves nothing behind.
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

/** Once in a process: the package holds one instance, and a second one would get the first's objects. */
let loading: Promise<void> | undefined;

/** The engine, working on a database through `pool`. */
export async function connectSchemaEngine(pool: pg.Pool): Promise<engine.SchemaEngine> {
  loading ??= load();
  await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const options = { datamodels: [["schema.prisma", schema]] satisfies [string, string][] };
  return engine.SchemaEngine.new(options, () => undefined, adapter);
}

// The package's own entry imports the .wasm file as a module, which Node does not do yet.
async function load(): Promise<void> {
  const require = createRequire(import.meta.url);
  const main = require.resolve("@prisma/schema-engine-wasm");
  const binary = readFileSync(main.replace(/\.js$/, "_bg.wasm"));
  const imports = { "./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(binary, imports);
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
