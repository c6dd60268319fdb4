/** PostgreSQL refuses to run as root: as whom it runs instead. */
import { type ChildProcess, execFile, type StdioOptions, spawn } from "node:child_process";
import { chownSync, lchownSync, lstatSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { Failure } from "../start/failure.mjs";

/** Who owns PostgreSQL's files, and how its programs are started so that they run as that user. */
export type Identity = {
  owner: { uid: number; gid: number };
  command: (program: string, args: string[]) => { file: string; args: string[] };
  spawn: { uid?: number; gid?: number };
};

const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * As whom `program` can run with its files in `folder`. Not root: as ourselves. Root: in a user
 * namespace, where root's files belong to an ordinary user (this works in folders that only root
 * may enter); where namespaces are forbidden, as the folder's owner or as nobody.
 * @throws Failure when none of them may enter `folder` and run `program`.
 */
export async function identityFor(folder: string, program: string): Promise<Identity> {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (own.uid !== 0) return asUser(own, {});
  const candidates = [inUserNamespace(own)];
  for (const user of [statSync(path.dirname(folder)), NOBODY]) {
    if (user.uid !== 0) candidates.push(asUser(user, { uid: user.uid, gid: user.gid }));
  }
  for (const identity of candidates) {
    if (await canRun(identity, folder, program)) return identity;
  }
  throw new Failure(
    `PostgreSQL does not run as root, and neither a user namespace nor another user may run it in ` +
      `${folder}: start gpusched as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Starts a program as that user, in its own process group and untouched by our locale. */
export function spawnAs(
  identity: Identity,
  program: string,
  programArgs: string[],
  stdio: StdioOptions,
): ChildProcess {
  const { file, args } = identity.command(program, programArgs);
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  return spawn(file, args, { ...identity.spawn, cwd: "/", env, stdio, detached: true });
}

/** Gives `folder` and all in it to the identity's user, unless they are theirs already. */
export function giveTo(identity: Identity, folder: string): void {
  const { uid, gid } = identity.owner;
  if (process.getuid?.() !== 0 || statSync(folder).uid === uid) return;
  for (const entry of readdirSync(folder)) {
    const file = path.join(folder, entry);
    if (lstatSync(file).isDirectory()) giveTo(identity, file);
    else lchownSync(file, uid, gid);
  }
  // The folder itself comes last, so that an interrupted change is taken up again.
  chownSync(folder, uid, gid);
}

function inUserNamespace(root: Identity["owner"]): Identity {
  const options = ["--user", "--map-user=1000", "--map-group=1000"];
  return {
    owner: root,
    command: (program, args) => ({ file: "unshare", args: [...options, program, ...args] }),
    spawn: {},
  };
}

function asUser({ uid, gid }: Identity["owner"], spawn: Identity["spawn"]): Identity {
  return { owner: { uid, gid }, command: (file, args) => ({ file, args }), spawn };
}

async function canRun(identity: Identity, folder: string, program: string): Promise<boolean> {
  const script = 'cd "$1" && exec "$2" --version';
  const { file, args } = identity.command("/bin/sh", ["-c", script, "sh", folder, program]);
  return promisify(execFile)(file, args, { ...identity.spawn, cwd: "/" }).then(
    () => true,
    () => false,
  );
}
