/**
 * The install script on a machine of its own, with the build that stands here: real nginx,
 * PostgreSQL, Redis and portal. tests/deploy/stubs say what stands for systemd and for npm.
 */
import { expect, test } from "@playwright/test";
import { Machine } from "./machine";

const INSTALL = "/srv/gpusched/deploy/install.sh";
const ASK = "curl -s --resolve gpusched.iottalk.tw:443:127.0.0.1 -o /dev/null -w '%{http_code}'";
const PORTAL = "https://gpusched.iottalk.tw";

test.describe.configure({ mode: "serial", timeout: 300_000 });

test.skip(process.getuid?.() !== 0, "only root can have a machine of its own");

let machine: Machine;

test.beforeAll(async () => {
  machine = await Machine.start();
});

test.afterAll(() => machine?.stop());

const current = () => machine.tell("readlink /opt/gpusched/current");
const releases = () => machine.tell("ls /opt/gpusched/releases");
const served = () => machine.tell(`${ASK} --insecure ${PORTAL}/login`);
const settings = () => machine.tell("cat /etc/gpusched/env");

/** Runs the script, which must refuse in one line; what ran before still serves, and nothing is left. */
async function expectRefused(line: RegExp, command = INSTALL): Promise<void> {
  const before = [await current(), await releases()];
  const { code, said } = await machine.run(`${command} >/dev/null`);
  expect(said.trimEnd()).toMatch(line);
  expect(said.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
  expect([await current(), await releases()]).toEqual(before);
  expect(await machine.run("ls /opt/gpusched/unfinished")).toMatchObject({ code: 2 });
  expect(await served()).toBe("200");
}

test("one call makes a portal that answers, and prints no secret", async () => {
  const { code, said } = await machine.run(INSTALL);
  expect(said).toContain(`serves ${PORTAL}`);
  expect(code).toBe(0);
  expect(await served()).toBe("200");
  const made = await settings();
  for (const [, secret] of made.matchAll(/^(?:\w*SECRET|\w*KEY|REDIS_URL)=(.{30,})$/gm)) {
    expect(said).not.toContain(secret);
  }
  expect(await machine.tell("stat -c '%a %U:%G' /etc/gpusched/env")).toBe("640 root:gpusched");
  expect(made).toContain(`\nNEXTAUTH_URL=${PORTAL}\n`);
  expect(made).toContain("\nTRUST_PROXY=1\n");
  const password = await machine.tell("sed -n 's/^requirepass //p' /etc/redis/redis-gpusched.conf");
  const redis = `REDISCLI_AUTH=${password} redis-cli -p 6380 config get`;
  expect(await machine.tell(`${redis} maxmemory-policy`)).toContain("noeviction");
  expect(await machine.tell(`${redis} appendonly`)).toContain("yes");
  const owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'gpusched'";
  expect(await machine.tell(`runuser -u postgres -- psql -XAtc "${owner}"`)).toBe("gpusched");
});

test("the administrator's commands find the settings", async () => {
  const fields = "--username=keeper --name=Keeper --email=k@example.org --phone=09000 --lab=Ops";
  const create = `npm run --silent admin:create -- ${fields} --password-stdin`;
  const { said } = await machine.run(
    `cd /opt/gpusched/current && echo seventeen-amber-cards | runuser -u gpusched -- ${create}`,
  );
  expect(said).toBe("keeper is an administrator now.\n");
});

test("the nightly backup is made as its unit says, by pg_dump, and is for nobody else", async () => {
  await machine.tell(
    "systemctl start gpusched-backup && while systemctl is-active gpusched-backup; do sleep 0.1; done",
  );
  expect(await machine.tell("cd /var/lib/gpusched/backups && stat -c '%n %a %U' *")).toMatch(
    /^gpusched-\d{8}T\d{6}\.\d{3}Z\.dump 600 gpusched$/,
  );
});

test("nothing but nginx listens to the network", async () => {
  const listening = await machine.tell("ss -Hltn | awk '{ print $4 }'");
  const open = listening.split("\n").filter((address) => !/^(127\.|\[::1\])/.test(address));
  expect(open.map((address) => address.split(":").at(-1)).sort()).toEqual([
    "443",
    "443",
    "80",
    "80",
  ]);
});

test("an upgrade answers every request, keeps secrets and people, and mends wrong settings", async () => {
  const [before, old] = [await settings(), await current()];
  await machine.tell(
    `sed -i 's/^TRUST_PROXY=.*/TRUST_PROXY=0/; s/^NEXTAUTH_URL=.*/NEXTAUTH_URL=http:\\/\\/gpusched.iottalk.tw:3000/; s/^HOST=.*/HOST=0.0.0.0/' /etc/gpusched/env && echo 'MAX_DISPLAY_DAYS=9' >>/etc/gpusched/env && echo 'PORT=3000' >>/etc/gpusched/env`,
  );
  const asking = machine.begin(
    `while [ ! -e /srv/asked-enough ]; do ${ASK} -k ${PORTAL}/login; echo; ${ASK} -k -X POST ${PORTAL}/api/ingest; echo; sleep 0.05; done`,
  );
  const { code, said } = await machine.run(INSTALL);
  await machine.tell("touch /srv/asked-enough");
  expect(code).toBe(0);
  expect(said).toContain("TRUST_PROXY was 0; it is 1 now");
  const answers = (await asking.ended).said.trim().split("\n");
  expect(answers.length).toBeGreaterThan(50);
  // A report without a token is refused by the portal itself.
  expect(new Set(answers)).toEqual(new Set(["200", "401"]));

  expect(await current()).not.toBe(old);
  expect(await machine.tell("readlink /opt/gpusched/previous")).toBe(old);
  const lines = (text: string) => text.split("\n").sort();
  expect(lines(await settings())).toEqual(lines(`${before}\nMAX_DISPLAY_DAYS=9`));
  const people = `runuser -u postgres -- psql -XAtc 'SELECT username FROM "user"' gpusched`;
  expect(await machine.tell(people)).toBe("keeper");
});

test("packages or a build that fail leave the old version serving", async () => {
  await machine.tell("echo 'ci --include=dev' >/srv/npm-fails");
  await expectRefused(
    /^gpusched: the packages could not be installed; .*version \w+ still serves$/,
  );
  await machine.tell("echo 'run build' >/srv/npm-fails");
  await expectRefused(/^gpusched: the build failed; see .*; version \w+ still serves$/);
  await machine.tell("rm /srv/npm-fails");
});

test("a migration that fails leaves the old version serving", async () => {
  const folder = "/srv/gpusched/prisma/migrations/99999999999999_broken";
  await machine.tell(`mkdir ${folder} && echo 'SELECT 1 FROM nowhere;' >${folder}/migration.sql`);
  await expectRefused(
    /^gpusched: Migration 99999999999999_broken failed: No such table: nowhere; version \w+ still serves$/,
  );
  await machine.tell(`rm -r ${folder}`);
});

test("a version that does not start gives way to the old one", async () => {
  await machine.tell("touch /srv/web-fails");
  await expectRefused(
    /^gpusched: the new version does not answer: broken on purpose; version \w+ still serves$/,
  );
  await machine.tell("rm /srv/web-fails && curl -fsS http://127.0.0.1:3001/api/alive");
});

test("settings that are wrong stop at the first process; right ones reach both", async () => {
  await machine.tell("echo 'QUIET_HOURS=never' >>/etc/gpusched/env");
  await expectRefused(
    /^gpusched: gpusched-web@3001 does not answer: QUIET_HOURS=never must be written as/,
    `${INSTALL} restart`,
  );
  await machine.tell("sed -i '/^QUIET_HOURS/d' /etc/gpusched/env");
  expect(await machine.run(`${INSTALL} restart`)).toEqual({ code: 0, said: "" });
  for (const port of [3001, 3002]) {
    await machine.tell(`curl -fsS http://127.0.0.1:${port}/api/alive`);
  }
});

test("a wrong certificate is named, and the old one stays", async () => {
  const make = (name: string, subject: string) =>
    machine.tell(
      `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=${subject} ` +
        `-addext subjectAltName=DNS:${subject} -keyout /srv/${name}-key.pem -out /srv/${name}.pem 2>/dev/null`,
    );
  await make("foreign", "evil.example");
  await make("good", "gpusched.iottalk.tw");
  const use = (chain: string, key: string) => `${INSTALL} certificate /srv/${chain} /srv/${key}`;
  await expectRefused(/^gpusched: \S+ is missing; /, use("nothing.pem", "good-key.pem"));
  await expectRefused(/no certificate that is valid/, use("good-key.pem", "good-key.pem"));
  await expectRefused(/is not for gpusched\.iottalk\.tw; /, use("foreign.pem", "foreign-key.pem"));
  await expectRefused(
    /^gpusched: nginx refuses .*key values mismatch.*; the certificate is as it was$/,
    use("good.pem", "foreign-key.pem"),
  );
  expect(await machine.run(use("good.pem", "good-key.pem"))).toEqual({ code: 0, said: "" });
  const verified = `${ASK} --cacert /srv/good.pem ${PORTAL}/login`;
  await expect.poll(() => machine.run(verified)).toEqual({ code: 0, said: "200" });
});

test("an interrupted upgrade is named by the next one, and two at once are refused", async () => {
  const before = await current();
  await machine.tell("touch /srv/npm-waits");
  const interrupted = machine.begin(INSTALL);
  await expect.poll(() => machine.run("cat /opt/gpusched/unfinished")).toMatchObject({ code: 0 });
  await expect.poll(() => machine.run("pgrep -f 'npm run build'")).toMatchObject({ code: 0 });
  const second = await machine.run(INSTALL);
  expect(second).toEqual({ code: 1, said: "gpusched: another install or upgrade is running\n" });
  await machine.run("pkill -KILL -f 'deploy/install.sh|npm run build'");
  await interrupted.ended;
  // What it had begun ends a moment later.
  const unlocked = "flock --nonblock /run/gpusched-install.lock true";
  await expect.poll(() => machine.run(unlocked)).toMatchObject({ code: 0 });
  await machine.tell("rm /srv/npm-waits");
  expect(await current()).toBe(before);

  const { code, said } = await machine.run(INSTALL);
  expect(said).toMatch(
    /^The upgrade to version \w+ was interrupted while building; version \w+ still/,
  );
  expect(code).toBe(0);
  // Only the version before is kept, and the certificate that was given.
  expect((await releases()).split("\n")).toHaveLength(2);
  expect(await machine.tell("readlink /etc/gpusched/tls/fullchain.pem")).toBe("/srv/good.pem");
});

test("a site that nginx refuses leaves the old one", async () => {
  const folder = "/srv/gpusched/deploy";
  await machine.tell(`sed -i 's/gzip on;/gzip perhaps;/' ${folder}/nginx/gpusched.conf`);
  const before = await machine.tell("cat /etc/nginx/sites-available/gpusched.conf");
  const parts = `source_folder=/srv/gpusched && . ${folder}/install/common.sh && . ${folder}/install/site.sh`;
  const { code, said } = await machine.run(`${parts} && install_site gpusched.iottalk.tw`);
  expect(said).toMatch(
    /^gpusched: nginx refuses its site: invalid value "perhaps".*; its configuration is as it was\n$/,
  );
  expect(code).toBe(1);
  expect(await machine.tell("cat /etc/nginx/sites-available/gpusched.conf")).toBe(before);
  await machine.tell("nginx -t");
});
