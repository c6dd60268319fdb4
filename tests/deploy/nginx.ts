/** Debian's nginx with the file that deploy/install.sh installs. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/scripts/ports";

export const NAME = "gpusched.iottalk.tw";

/** What stands elsewhere in a test: ports, and the folders that only an installation has. */
type Places = { http: number; https: number; web: readonly [number, number]; folder: string };

/**
 * The real file with nothing but places changed.
 * @throws when the file does not name one of them
 */
function siteWith({ http, https, web, folder }: Places): string {
  const changes: [from: string, to: string][] = [
    ["listen 80;", `listen 127.0.0.1:${http};`],
    ["listen [::]:80;", ""],
    ["listen 443 ssl", `listen 127.0.0.1:${https} ssl`],
    ["listen [::]:443 ssl http2;", ""],
    ["127.0.0.1:3001", `127.0.0.1:${web[0]}`],
    ["127.0.0.1:3002", `127.0.0.1:${web[1]}`],
    ["/etc/gpusched/tls", folder],
    ["/opt/gpusched", folder],
    ["/var/www/certbot", folder],
    ["/var/log/nginx", folder],
  ];
  let site = readFileSync("deploy/nginx/gpusched.conf", "utf8");
  for (const [from, to] of changes) {
    if (!site.includes(from)) throw new Error(`deploy/nginx/gpusched.conf does not say ${from}`);
    site = site.replaceAll(from, to);
  }
  return site;
}

const main = (folder: string, site: string) => `
user ${process.getuid?.() === 0 ? "root" : "nobody"};
pid ${folder}/nginx.pid;
error_log ${folder}/error.log info;
worker_processes 2;
daemon off;
events {}
http {
  include /etc/nginx/mime.types;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  include ${site};
}
`;

/** Makes a certificate of its own for the portal's name. */
export function makeCertificate(folder: string): void {
  const files = ["-keyout", `${folder}/privkey.pem`, "-out", `${folder}/fullchain.pem`];
  const name = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const args = ["req", "-x509", ...key, "-days", "2", ...name, ...files];
  execFileSync("openssl", args, { stdio: "pipe" });
}

export type Nginx = {
  http: number;
  https: number;
  folder: string;
  log: (name: "error.log" | "gpusched.log") => string;
  stop: () => Promise<void>;
};

/**
 * Starts nginx before the two web processes at `web`; `release` is the folder that holds the build
 * whose static files it serves.
 */
export async function startNginx(web: readonly [number, number], release = "."): Promise<Nginx> {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-nginx-"));
  makeCertificate(folder);
  symlinkSync(path.resolve(release), path.join(folder, "current"));
  mkdirSync(path.join(folder, "previous"));
  const [http, https] = [await freePort(), await freePort()];
  writeFileSync(path.join(folder, "site.conf"), siteWith({ http, https, web, folder }));
  const configuration = path.join(folder, "nginx.conf");
  writeFileSync(configuration, main(folder, path.join(folder, "site.conf")));
  const log = (name: string) => readFileSync(path.join(folder, name), "utf8");
  const error = path.join(folder, "error.log");
  const args = ["-c", configuration, "-e", error];
  const server = spawn("nginx", args, { stdio: ["ignore", "inherit", "pipe"] });
  server.stderr.resume();
  const ended = once(server, "exit");
  while (!(await answers(https))) {
    if (server.exitCode !== null) throw new Error(`nginx ended: ${log("error.log")}`);
    await sleep(20);
  }
  return {
    http,
    https,
    folder,
    log,
    stop: async () => {
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("connect", () => socket.destroy()).on("error", () => resolve(false));
  });
}
