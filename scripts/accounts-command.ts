import { endPasswordThreads } from "../lib/accounts/passwords";
import { disconnect } from "../lib/db";
import { command } from "./command";

/** A command that works on accounts; ends what these keep open, so that the process can end. */
export const accountsCommand = (work: () => Promise<void>): Promise<void> =>
  command(() => work().finally(() => Promise.all([endPasswordThreads(), disconnect()])));
