/** Makes a workload of a production cluster's tasks, by a rule that docs/simulator.md states. */
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { Failure } from "../start/failure.mjs";

/** Cards that the tasks of sixteen days keep busy for four fifths of the time. */
export const GPUS = 8;
const LONGEST_HOURS = 48;

/** People submit tasks of one class only, and have so many colleagues in it. */
const CLASSES: Readonly<Record<string, { priority: number; people: number }>> = {
  LS: { priority: 0, people: 61 },
  Guaranteed: { priority: 0, people: 2 },
  Burstable: { priority: 1, people: 5 },
  BE: { priority: 2, people: 31 },
};

type Task = Record<"task" | "qos" | "submitted_s" | "scheduled_s" | "ended_s", string>;

/** How soon people press Start: half of them within 21 minutes, one in seven not within an hour. */
const claimMinutes = (index: number): number => Math.floor(((index * 37) % 100) ** 2 / 120);

function rowOf(task: Task, index: number, gpus: number) {
  const known = CLASSES[task.qos];
  if (!known) throw new Failure(`${task.task} is of an unknown class, ${task.qos}.`);
  const hours = Math.max(1, Number(task.ended_s) - Number(task.scheduled_s)) / 3_600;
  return {
    submit: task.submitted_s,
    user: `${task.qos}-${(index % known.people) + 1}`,
    gpu: `gpu-${(index % gpus) + 1}`,
    priority: known.priority,
    hours: Math.min(LONGEST_HOURS, Math.ceil(hours)),
    claim_minutes: claimMinutes(index),
    release_hours: hours.toFixed(4),
  };
}

/** A trace as a workload. @throws Failure where it is not one */
export function workloadOf(trace: string, gpus = GPUS): string {
  const tasks: Task[] = parse(trace, { columns: true, bom: true });
  return stringify(
    tasks.map((task, index) => rowOf(task, index, gpus)),
    { header: true },
  );
}
