import { build, type Plugin } from "esbuild";

/** Bundles programs of ours, each into one file; what packages bring stays where it is. */
export async function bundle(
  entryPoints: Readonly<Record<string, string>>,
  outdir: string,
  plugins: Plugin[] = [],
): Promise<void> {
  await build({
    entryPoints,
    outdir,
    plugins,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    logLevel: "warning",
  });
}
