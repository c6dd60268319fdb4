/** The import table of the README, arrow by arrow: the linter refuses what it must, and only that. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

type Arrows = { may: readonly string[]; mayNot: readonly string[] };

const TABLE: Readonly<Record<string, Arrows>> = {
  "lib/domain/example.ts": {
    may: ["./words", "temporal-polyfill"],
    mayNot: ["../settings", "@/lib/db", "../errors", "zod", "node:fs", "next/headers", "react"],
  },
  "lib/example/schema.ts": {
    may: ["zod", "../schema", "@/lib/domain/words", "../i18n/locales"],
    mayNot: ["../db", "node:crypto", "../settings", "./queries", "./commands-edit", "next/headers"],
  },
  "lib/example/views.ts": {
    may: ["@/lib/domain/standing"],
    mayNot: ["@/lib/db", "@/lib/policy", "./queries"],
  },
  "lib/example/queries-list.ts": {
    may: ["@/lib/db", "../clock", "@/lib/domain/limits", "./schema", "@/lib/policy"],
    mayNot: [
      "./commands",
      "@/lib/example/commands-edit",
      "../jobs/producers",
      "../web/session",
      "next/headers",
      "@/app/page",
      "../reservations/engine/decide",
    ],
  },
  "lib/example/commands.ts": {
    may: ["@/lib/db", "@/lib/jobs/producers", "../errors", "./queries", "@/lib/audit/record"],
    mayNot: [
      "@/lib/mail/transport",
      "nodemailer",
      "bullmq",
      "@/lib/web/session",
      "next/navigation",
      "react",
      "@/components/ui/field",
      "../../app/page",
      "@/worker/run",
      "../../scripts/build",
    ],
  },
  "lib/simulator/example.ts": {
    may: ["../domain/settle", "./moment", "csv-parse", "tinyqueue", "node:stream/promises"],
    mayNot: [
      "../db",
      "@/lib/settings",
      "../reservations/commands",
      "zod",
      "next",
      "../../scripts/a",
    ],
  },
  "lib/jobs/example.ts": {
    may: ["zod", "bullmq", "../settings", "./contracts", "../log", "../request-id"],
    mayNot: [
      "../db",
      "@/lib/db",
      "@/lib/reservations/commands",
      "../mail/transport",
      "nodemailer",
      "next",
    ],
  },
  "lib/mail/example.ts": {
    may: ["nodemailer", "../settings", "../i18n/translator", "../notifications/kinds", "./layout"],
    mayNot: [
      "../db",
      "@/lib/accounts/queries",
      "../jobs/producers",
      "bullmq",
      "react",
      "next-intl",
    ],
  },
  "lib/web/example.ts": {
    may: ["next/headers", "next-auth", "react", "@/lib/accounts/queries", "../errors"],
    mayNot: [
      "@/lib/db",
      "../jobs/producers",
      "@/lib/mail/transport",
      "@/components/ui/field",
      "@/app/page",
      "@/worker/run",
    ],
  },
  "lib/i18n/example.ts": {
    may: ["next-intl/server", "next/headers", "react", "../web/session", "../settings"],
    mayNot: ["../db", "@/components/ui/field", "../mail/transport"],
  },
  "lib/example/example.ts": {
    may: ["@/lib/db", "../settings", "node:crypto"],
    mayNot: [
      "next/headers",
      "next-auth",
      "@/lib/web/session",
      "../web/session",
      "bullmq",
      "nodemailer",
      "@/tests/support/core",
    ],
  },
  "components/example/example.tsx": {
    may: [
      "react",
      "next/link",
      "next-intl/server",
      "lucide-react",
      "../ui/field",
      "./other",
      "@/components/ui/field",
      "@/lib/domain/words",
      "@/lib/i18n/format",
      "@/lib/action-state",
      "@/lib/reservations/views",
    ],
    mayNot: [
      "@/lib/db",
      "../../lib/db",
      "@/lib/settings",
      "@/lib/reservations/queries",
      "@/lib/reservations/commands",
      "@/lib/web/session",
      "@/app/page",
      "../../app/page",
      "next-auth/react",
      "node:fs",
      "@/worker/run",
    ],
  },
  "app/example/page.tsx": {
    may: [
      "@/components/ui/field",
      "@/lib/web/session",
      "@/lib/accounts/queries",
      "@/lib/accounts/commands-edit",
      "./actions",
      "next/navigation",
    ],
    mayNot: [
      "@/lib/db",
      "../../lib/db",
      "@/lib/generated/prisma/client",
      "pg",
      "@prisma/client",
      "@/lib/jobs/producers",
      "@/lib/mail/transport",
      "@/lib/reservations/engine/decide",
      "bullmq",
      "next-auth",
      "next-auth/jwt",
      "@/worker/run",
      "@/scripts/build",
    ],
  },
  "app/api/auth/example.ts": {
    may: ["next-auth", "next/server", "@/lib/web/auth-options"],
    mayNot: ["@/lib/db", "@/lib/accounts/queries"],
  },
  "worker/example.ts": {
    may: [
      "@/lib/db",
      "@/lib/jobs/backend",
      "@/lib/mail/transport",
      "./run",
      "@/lib/reservations/engine/decide",
    ],
    mayNot: [
      "@/lib/web/session",
      "../lib/web/session",
      "@/app/page",
      "@/components/ui/field",
      "next/headers",
      "react",
      "next-auth",
      "@/scripts/build",
    ],
  },
};

let folder = "";
const refused = new Map<string, Set<number>>();

/** One line per import, so that the linter's line numbers tell which it refuses. */
const importsOf = ({ may, mayNot }: Arrows) => [...may, ...mayNot];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "gpusched-lint-"));
  // The rules as they stand, without what needs a git repository.
  const { vcs: _, $schema: __, ...rules } = JSON.parse(await readFile("biome.json", "utf8"));
  await writeFile(path.join(folder, "biome.json"), JSON.stringify(rules));
  for (const [file, arrows] of Object.entries(TABLE)) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    const lines = importsOf(arrows).map((name) => `import "${name}";`);
    await writeFile(path.join(folder, file), lines.join("\n"));
  }
  const biome = path.resolve("node_modules/.bin/biome");
  const flags = ["--only=style/noRestrictedImports", "--reporter=json", "--max-diagnostics=none"];
  const { stdout } = await promisify(execFile)(biome, ["lint", ...flags, "."], {
    cwd: folder,
  }).catch((failure: { stdout: string }) => failure);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  for (const { category, location } of diagnostics) {
    expect(category).toBe("lint/style/noRestrictedImports");
    const lines = refused.get(location.path) ?? new Set();
    refused.set(location.path, lines.add(location.start.line));
  }
});

afterAll(() => rm(folder, { recursive: true }));

describe("the linter lets", () => {
  it.each(Object.entries(TABLE))(
    "%s import what the table says, and nothing else",
    (file, arrows) => {
      const lines = refused.get(file) ?? new Set();
      const kept = importsOf(arrows).filter((_, index) => lines.has(index + 1));
      expect(kept).toEqual(arrows.mayNot);
    },
  );
});
