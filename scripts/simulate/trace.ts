/**
 * `npm run --silent simulate:trace -- TRACE.csv > workload.csv`: makes a workload of the tasks of a
 * production cluster (Alibaba's cluster-trace-gpu-v2023: columns task, qos, submitted_s,
 * scheduled_s, ended_s), by a rule that is the same for everybody.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { command } from "../command";
import { Failure } from "../start/failure.mjs";
import { GPUS, workloadOf } from "./trace-workload";

command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { gpus: { type: "string", default: String(GPUS) } },
  });
  const [file] = positionals;
  if (!file) throw new Failure("npm run --silent simulate:trace -- TRACE.csv [--gpus 8]");
  if (!/^[1-9]\d{0,3}$/.test(values.gpus))
    throw new Failure(`--gpus ${values.gpus}: how many, from 1 on.`);
  process.stdout.write(workloadOf(readFileSync(file, "utf8"), Number(values.gpus)));
});
