import type { OldTable } from "../../lib/legacy/words";
import { Failure } from "../start/failure.mjs";

/** A table as it is called there, with the types of the columns that mean something, by name. */
export type Columns = { readonly name: string; readonly types: ReadonlyMap<string, string> };

/** The columns of the original's README, and those that may be there or not. */
const EXPECTED: Readonly<Record<OldTable, { must: readonly string[]; may: readonly string[] }>> = {
  user: {
    must: [
      "id",
      "username",
      "name",
      "email",
      "phone",
      "lab",
      "time_multiplier",
      "is_admin",
      "password_hash",
    ],
    // Both moved to the accesses, where status is another one.
    may: ["priority", "status"],
  },
  gpu: {
    must: ["id", "model", "cuda_version", "max_hours", "connection_info", "status"],
    may: [],
  },
  user_gpu_access: { must: ["user_id", "gpu_id"], may: ["priority", "status"] },
  reservation: {
    must: [
      "id",
      "user_id",
      "gpu_id",
      "duration",
      "reservation_time",
      "notification_time",
      "start_time",
      "end_time",
    ],
    may: [],
  },
  gpu_stats: {
    must: [
      "id",
      "gpu_index",
      "timestamp",
      "name",
      "pci_bus_id",
      "driver_version",
      "pstate",
      "pcie_link_gen_max",
      "pcie_link_gen_current",
      "temperature_gpu",
      "utilization_gpu",
      "utilization_memory",
      "memory_total",
      "memory_free",
      "memory_used",
    ],
    may: [],
  },
};

/** Types that no column of the original has, and of which nobody can say what they would mean. */
const STRANGE = /blob|binary|geometry|point|polygon|json/;

type Row = Readonly<Record<string, unknown>>;

/**
 * What of the original's tables is there.
 * @throws Failure naming the tables and columns that are missing, or are something else
 */
export function requireColumns(
  rows: readonly Row[],
  wanted: readonly OldTable[],
): Map<OldTable, Columns> {
  const wrong: string[] = [];
  const tables = new Map<OldTable, Columns>();
  for (const table of wanted) {
    const own = rows.filter((row) => row.old_table === table);
    const { must, may } = EXPECTED[table];
    if (own.length === 0) {
      wrong.push(`it has no table ${table}`);
      continue;
    }
    const byName = new Map(own.map((row) => [String(row.col).toLowerCase(), row]));
    const types = new Map<string, string>();
    for (const column of [...must, ...may]) {
      const found = byName.get(column);
      if (found) types.set(column, String(found.type).toLowerCase().replaceAll(/\W/g, ""));
      else if (must.includes(column)) wrong.push(`${table} has no column ${column}`);
    }
    for (const [column, type] of types) {
      if (STRANGE.test(type)) wrong.push(`${table}.${column} is a ${type}`);
    }
    if (types.has("id") && byName.get("id")?.col_key !== "PRI") {
      wrong.push(`${table}.id is not its primary key`);
    }
    tables.set(table, { name: String(own[0]?.name), types });
  }
  const isPrioritised = ["user", "user_gpu_access"].some((table) =>
    tables.get(table as OldTable)?.types.has("priority"),
  );
  if (wrong.length === 0 && !isPrioritised) {
    wrong.push("neither user nor user_gpu_access has a column priority");
  }
  if (wrong.length > 0) {
    throw new Failure(`This is not the original's database: ${wrong.join(", ")}.`);
  }
  return tables;
}
