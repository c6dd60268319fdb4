// @ts-check
// Loaded before the web server: counts the statements it sends, and tells on a port of its own.
import { createServer } from "node:http";
import pg from "pg";

let count = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(/** @type {unknown[]} */ ...values) {
  count += 1;
  return Reflect.apply(query, this, values);
};

createServer((_request, response) => response.end(String(count)))
  .listen(Number(process.env.STATEMENTS_PORT), "127.0.0.1")
  .unref();
