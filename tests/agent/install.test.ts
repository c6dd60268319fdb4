import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { eventually, type Scene, story, TOKEN } from "./story";

const SCRIPT = readFileSync("public/agent.sh", "utf8");

/** A server to install on: a folder for its files, and a systemctl that notes what it is told. */
function server(scene: Scene) {
  const root = path.join(scene.folder, "root");
  const programs = path.join(scene.folder, "bin");
  const notes = path.join(scene.folder, "systemctl.log");
  mkdirSync(programs);
  writeFileSync(path.join(programs, "systemctl"), `#!/bin/sh\necho "$*" >>${notes}\n`);
  chmodSync(path.join(programs, "systemctl"), 0o755);
  const PATH = `${programs}:${process.env.PATH}`;
  const at = (name: string) => path.join(root, name);
  return {
    has: (name: string) => existsSync(at(name)),
    read: (name: string) => readFileSync(at(name), "utf8"),
    mode: (name: string) => (statSync(at(name)).mode & 0o777).toString(8),
    systemctl: () => readFileSync(notes, "utf8").split("\n").filter(Boolean),
    /** Gives the agent these arguments there, from its file or through a pipe. */
    give: (args: string[], { changes = {}, piped = false, input = "" } = {}) => {
      const env = { AGENT_ROOT: root, PATH, ...changes };
      return piped
        ? scene.finish(["-s", "--", ...args], env, SCRIPT)
        : scene.finish(["public/agent.sh", ...args], env, input);
    },
    start: (scene: Scene) => {
      const [, line = ""] =
        readFileSync(at(UNIT), "utf8").match(/^ExecStart=\/bin\/sh (.*)$/m) ?? [];
      const here = line.replaceAll(/ (\/[a-z])/g, ` ${root}$1`).replace(/^/, root);
      return scene.start([...here.split(" "), "--interval", "1"], { GPUSCHED_TOKEN: "" });
    },
  };
}

const UNIT = "etc/systemd/system/gpusched-agent.service";
const TOKEN_FILE = "etc/gpusched-agent/token";
const INSTALLED = "usr/local/lib/gpusched/agent.sh";
const STARTED = [
  "daemon-reload",
  "enable gpusched-agent.service",
  "restart gpusched-agent.service",
];

for (const piped of [false, true])
  story(
    `installs itself as a service ${piped ? "through a pipe" : "from a file"}`,
    async (scene) => {
      const there = server(scene);
      const { code, said } = await there.give(["install", "--portal", `${scene.portal.url}/`], {
        piped,
      });
      expect(said).toMatch(/^gpusched-agent: installed; /);
      expect(code).toBe(0);
      expect(there.read(INSTALLED)).toBe(SCRIPT);
      expect(there.read(TOKEN_FILE)).toBe(`${TOKEN}\n`);
      expect(there.mode(TOKEN_FILE)).toBe("600");
      expect(there.mode(INSTALLED)).toBe("755");
      expect(there.mode(UNIT)).toBe("644");
      expect(there.read(UNIT)).toContain("\nRestart=always\n");
      expect(there.read(UNIT)).not.toContain(TOKEN);
      expect(there.systemctl()).toEqual(STARTED);

      // The unit's command works, with the files where they were put.
      there.start(scene);
      await eventually(() => expect(scene.portal.samples.length).toBeGreaterThan(0));
    },
  );

story("is installed again with the token that is there, or another one", async (scene) => {
  const there = server(scene);
  const install = ["install", "--portal", scene.portal.url];
  await there.give(install);
  const again = await there.give(install, { changes: { GPUSCHED_TOKEN: "" } });
  expect(again).toMatchObject({ code: 0 });
  expect(there.read(TOKEN_FILE)).toBe(`${TOKEN}\n`);
  const other = TOKEN.replace("Ab3", "Cd4");
  await there.give(install, { changes: { GPUSCHED_TOKEN: other } });
  expect(there.read(TOKEN_FILE)).toBe(`${other}\n`);
  expect(there.systemctl()).toEqual([...STARTED, ...STARTED, ...STARTED]);
});

story("takes the token from standard input", async (scene) => {
  const there = server(scene);
  const env = { changes: { GPUSCHED_TOKEN: "" }, input: `${TOKEN}\n` };
  expect(await there.give(["install", "--portal", scene.portal.url], env)).toMatchObject({
    code: 0,
  });
  expect(there.read(TOKEN_FILE)).toBe(`${TOKEN}\n`);
});

story("installs nothing with a token that the portal refuses", async (scene) => {
  const there = server(scene);
  scene.portal.answer = 401;
  const { code, said } = await there.give(["install", "--portal", scene.portal.url]);
  expect(said).toBe(
    "gpusched-agent: the portal refuses the token: make a new one on this server's page in the portal\n",
  );
  expect(code).toBe(1);
  expect(there.has("usr")).toBe(false);
  expect(there.has("etc")).toBe(false);
});

story("through a pipe, says that the portal cannot be reached", async (scene) => {
  const there = server(scene);
  await scene.portal.stop();
  const { code, said } = await there.give(["install", "--portal", scene.portal.url], {
    piped: true,
  });
  expect(said).toMatch(/cannot fetch http:\S+\/agent\.sh/);
  expect(code).toBe(1);
  expect(there.has("usr")).toBe(false);
});

story("needs root", async (scene) => {
  const there = server(scene);
  writeFileSync(path.join(scene.folder, "bin", "id"), "#!/bin/sh\necho 1000\n", { mode: 0o755 });
  const changes = { AGENT_ROOT: "" };
  const { code, said } = await there.give(["install", "--portal", scene.portal.url], { changes });
  expect(said).toBe("gpusched-agent: install needs root: run it with sudo\n");
  expect(code).toBe(1);
});

story("removes everything that it installed", async (scene) => {
  const there = server(scene);
  await there.give(["install", "--portal", scene.portal.url]);
  const { code } = await there.give(["uninstall"]);
  expect(code).toBe(0);
  expect(there.systemctl().slice(STARTED.length)).toEqual([
    "disable --now gpusched-agent.service",
    "daemon-reload",
  ]);
  for (const file of [UNIT, TOKEN_FILE, INSTALLED]) expect(there.has(file)).toBe(false);
});

story("does nothing when its download is cut off", async (scene) => {
  const there = server(scene);
  const args = ["-s", "--", "run", "--portal", scene.portal.url, "--state-dir", scene.stateDir];
  for (const part of [0.1, 0.35, 0.6, 0.85, 1]) {
    const cut = SCRIPT.slice(0, Math.floor(SCRIPT.length * part) - 'main "$@"\n'.length);
    await scene.finish(args, {}, cut);
  }
  expect(scene.portal.reports).toEqual([]);
  expect(there.has("")).toBe(false);
  expect(existsSync(scene.stateDir)).toBe(false);
});
