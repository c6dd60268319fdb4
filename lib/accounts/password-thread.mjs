// Runs in a thread of its own (see passwords.ts): hashing a password takes a quarter of a second
// of pure computing, during which nothing else happens on its thread. Plain JavaScript, because a
// thread is started from a file and not from a bundle.
import bcrypt from "bcryptjs";

/** @param {{ password: string, cost: number }} task */
export const hash = ({ password, cost }) => bcrypt.hashSync(password, cost);

/** @param {{ password: string, hash: string }} task */
export const compare = (task) => bcrypt.compareSync(task.password, task.hash);
