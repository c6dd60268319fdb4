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

/** Says a word to the harness, before anything else can happen. @param {object} word */
const say = (word) => writeSync(2, `${JSON.stringify(word)}\n`);

/** @param {string} point */
function reach(point) {
  if (armed?.point !== point) return;
  const { signal } = armed;
  armed = undefined;
  say({ point, signal });
  process.kill(process.pid, signal);
}

/** What a transaction is about, by the statements in it. @type {WeakMap<object, string>} */
const subjects = new WeakMap();
/** The mail that a connection holds, to send it, and whether it is marked. @type {WeakMap<object, { id: number, isMarked: boolean }>} */
const held = new WeakMap();

/** @param {pg.Client} client @param {number} id */
function hold(client, id) {
  if (!held.has(client)) {
    client.once("end", () => {
      const mail = held.get(client);
      if (mail?.id) say({ lost: mail.id });
    });
  }
  held.set(client, { id, isMarked: false });
}

/** The transaction is over, and what it held is not held any more. @param {object} client */
function letGo(client) {
  const mail = held.get(client);
  if (mail?.isMarked) say({ marked: mail.id });
  if (mail) held.set(client, { id: 0, isMarked: false });
}

const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (/** @type {unknown[]} */ ...args) {
  const [statement, values] = args;
  const text = String(
    typeof statement === "object" && statement && "text" in statement ? statement.text : statement,
  );
  if (text === "BEGIN") subjects.delete(this);
  else if (/INTO audit_log/.test(text)) subjects.set(this, "decision");
  else if (/^\s*UPDATE notification\b/.test(text)) subjects.set(this, "mail");
  if (Array.isArray(values) && /FOR UPDATE OF n SKIP LOCKED/.test(text)) hold(this, values[0]);
  const mail = held.get(this);
  if (mail && /^\s*UPDATE notification\s+SET status = 'SENT'/.test(text)) mail.isMarked = true;
  const isOver = text === "COMMIT" || text === "ROLLBACK";
  const subject = text === "COMMIT" ? subjects.get(this) : undefined;
  if (subject) reach(`${subject}: before COMMIT`);
  const answer = Reflect.apply(query, this, args);
  if (subject) reach(`${subject}: during COMMIT`);
  if (!isOver || (!subject && !mail)) return answer;
  return answer.then((/** @type {unknown} */ result) => {
    if (text === "ROLLBACK" && mail) mail.isMarked = false;
    letGo(this);
    if (subject) reach(`${subject}: after COMMIT`);
    return result;
  });
};

const { add } = Queue.prototype;
Queue.prototype.add = async function (...job) {
  reach("between COMMIT and enqueue");
  const added = await Reflect.apply(add, this, job);
  reach("after enqueue");
  return added;
};

const connection = SMTPConnection.prototype;
const { _createSendStream, _actionSMTPStream } = connection;
/** Says hello by its own name, so that the mail server knows who brings what. */
connection._getHostname = () => process.env.CRASH_SENDER ?? "worker";
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
