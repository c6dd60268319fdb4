/** The portal's address as people see it: nginx, and a way to reach it by its own name. */
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { freePort } from "@/scripts/ports";
import { NAME, startNginx } from "./nginx";

export type Front = {
  url: string;
  https: number;
  /** An HTTP proxy that knows where that name and port 443 are. */
  proxy: string;
  /** Where nginx expects the two web processes. */
  web: readonly [number, number];
  stop: () => Promise<void>;
};

/** Starts nginx before two web processes that are still to be started. */
export async function startFront(): Promise<Front> {
  const web = [await freePort(), await freePort()] as const;
  const nginx = await startNginx(web);
  const proxy = createServer().on("connect", ({ url }, client) => {
    if (url !== `${NAME}:443`) return client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const server = connect(nginx.https, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    server.on("error", () => client.destroy());
    client.on("error", () => server.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return {
    url: `https://${NAME}`,
    https: nginx.https,
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    web,
    stop: async () => {
      proxy.close();
      await nginx.stop();
    },
  };
}
