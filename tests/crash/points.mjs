// @ts-check
/**
 * Loaded before a worker (`node --import`): on a word from the harness it is killed or frozen at a
 * named point. It puts itself between the worker and its libraries; the worker knows nothing of it.
 */
import { writeSync } from "node:fs";
import { Queue } from "bullmq";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import pg from "pg";

/** @type {{ point: string, signal: "SIGKILL" | "SIGSTOP" } | undefined} */
let armed;

process.on("message", (/** @type {typeof armed} */ message) => {
  armed = message;
});
process.channel?.unref();

/** @param {string} point */
function reach(point) {
  if (armed?.point !== point) return;
  const { signal } = armed;
  armed = undefined;
  writeSync(2, `${JSON.stringify({ point, signal })}\n`);
  process.kill(process.pid, signal);
}

/** What a transaction is about, by the statements in it. @type {WeakMap<object, string>} */
const subjects = new WeakMap();

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (/** @type {any[]} */ ...args) {
  const text = String(args[0]?.text ?? args[0]);
  if (text === "BEGIN") subjects.delete(this);
  else if (/INTO audit_log/.test(text)) subjects.set(this, "decision");
  else if (/^\s*UPDATE notification\b/.test(text)) subjects.set(this, "mail");
  const subject = text === "COMMIT" ? subjects.get(this) : undefined;
  if (subject) reach(`${subject}: before COMMIT`);
  const answer = Reflect.apply(query, this, args);
  if (!subject) return answer;
  reach(`${subject}: during COMMIT`);
  return answer.then((/** @type {unknown} */ result) => {
    reach(`${subject}: after COMMIT`);
    return result;
  });
};

const addBulk = Queue.prototype.addBulk;
Queue.prototype.addBulk = async function (jobs) {
  reach("between COMMIT and enqueue");
  const added = await Reflect.apply(addBulk, this, [jobs]);
  reach("after enqueue");
  return added;
};

const connection = SMTPConnection.prototype;
const { _createSendStream, _actionSMTPStream } = connection;
connection._createSendStream = function (done) {
  reach("before DATA");
  const stream = Reflect.apply(_createSendStream, this, [done]);
  stream.once("end", () => reach("after DATA, before its answer"));
  return stream;
};
connection._actionSMTPStream = function (answer, done) {
  reach("after DATA's answer");
  return Reflect.apply(_actionSMTPStream, this, [answer, done]);
};
