/** An old database of which hardly a row can be taken as it is. */
import { HOUR } from "@/lib/domain/words";
import type { TestMariadb } from "../support/mariadb";
import { cheapHash, insert, wallTime } from "./old-lab";
import { makeOldDatabase } from "./old-schema";

export const now = Math.floor(Date.now() / 1_000) * 1_000;
const at = (hours: number) => wallTime(now + hours * HOUR);
const misread = (text: string) => new TextDecoder("windows-1252").decode(Buffer.from(text));

const HASH = cheapHash("old-pass");
const ZERO = "0000-00-00 00:00:00";

// id, username, name, e-mail, phone, lab, status, time multiplier, administrator, hash
const USERS = [
  [1, "boss", "林主任", "boss@example.org", "0912000001", "IoT", 1, 1, 1, HASH],
  [2, "BOSS", "Second", "second@example.org", "0912000002", "IoT", 1, 1, 0, HASH],
  [3, "third", "Third", "third@example.org", "0912-000-001", "IoT", 1, 1, 0, HASH],
  [4, "fourth", "Fourth", "fourth@example.org", "09120000000000004", "IoT", 1, 1, 0, HASH],
  [5, "fifth", "Fifth", "nobody", "0912000005", "IoT", 1, 1, 0, HASH],
  [6, "sixth", null, "sixth@example.org", "0912000006", "IoT", 1, 1, 0, HASH],
  [7, "seventh", "Seventh", "seventh@example.org", "0912000007", "IoT", 1, 0, 0, HASH],
  [8, "eighth", "Eighth", "eighth@example.org", "0912000008", "IoT", 7, 1, 0, HASH],
  [9, "ninth", misread("王小明"), "ninth@example.org", "0912000009", "IoT", 1, 1, 0, HASH],
  [10, "tenth", "Tenth", "tenth@example.org", "0912-000-010", "IoT", 1, 1, 0, HASH],
  [11, "cut", "Cut", "cut@example.org", "0912000011", "IoT", 1, 1, 0, "scrypt:32768:8:1$salt$abcd"],
  [12, "off", "Off", "off@example.org", "0912000012", "IoT", 0, 1, 0, HASH],
  [13, "huge", "x".repeat(1_000_000), "huge@example.org", "0912000013", "IoT", 1, 1, 0, HASH],
  [14, "lines", "two\nlines", "lines@example.org", "0912000014", "IoT", 1, 1, 0, HASH],
  [15, "no lab", "Blank", "blank@example.org", "0912000015", "", 1, 1, 0, HASH],
  [16, "sixteenth", "Case", "Boss@Example.org", "0912000016", "IoT", 1, 1, 0, HASH],
  [17, "amy", "Amy", "amy@example.org", "0912000017", "IoT", 1, 1.1, 0, HASH],
  [18, "ben", "Ben", "ben@example.org", "0912000018", "IoT", 1, 1, 0, HASH],
  [19, "eager", "Eager", "eager@example.org", "0912000019", "IoT", 1, 11, 0, HASH],
  [20, "plain", "Plain", "plain@example.org", "0912000020", "IoT", 1, 1, 0, "in plain text"],
  [21, "nohash", "No hash", "nohash@example.org", "0912000021", "IoT", 1, 1, 0, null],
];

// id, model, CUDA, longest, connection info, status, in use
const GPUS = [
  [1, "RTX 4090", "12.4", 48, "ssh gpu", 1, 0],
  [2, "m".repeat(81), "12.4", 48, "ssh gpu", 1, 0],
  [3, "RTX 3090", "12.4", 0, "ssh gpu", 1, 0],
  [4, "RTX 3090", "12.4", 48, "ssh gpu", 0, 0],
  [5, "RTX 3090", "12.4", 2_147_483_647, "", 1, 0],
];

const ACCESSES = [
  [1, 1, 2, 1],
  [17, 1, 1, 1],
  [18, 1, 0, 0],
  [18, 2, 0, 1],
  [17, 4, -1, 1],
  [18, 4, 0, 5],
  [99, 1, 0, 1],
];

// id, user, GPU, hours, reserved, turn, start, end
const RESERVATIONS = [
  [1, 17, 1, 4, at(-50), at(-50), at(-49), at(-45)],
  [2, 18, 1, 4, at(-50), at(-48), at(-47), at(-43)],
  [3, 18, 4, 4, at(-50), at(-48), at(-47), at(-48)],
  [4, 18, 4, -3, at(-50), null, null, null],
  [5, 99, 1, 4, at(-50), null, null, null],
  [6, 18, 4, 4, ZERO, null, null, null],
  [7, 18, 1, 8, at(-3), at(-1.5), at(-1.5), at(6.5)],
  [8, 17, 1, 8, at(-3), at(-2), at(-2), at(6)],
  [9, 18, 1, 8, at(-1), null, null, null],
  [10, 18, 1, 8, at(-1), null, null, null],
  [11, 18, 2, 8, at(-1), null, null, null],
  [12, 18, 4, 8, at(-1), at(-1), at(2), null],
  [13, 18, 4, 999_999, at(-1), null, null, null],
  [14, 17, 4, 2, at(-30), null, at(-29), at(-27)],
  [15, 17, 4, 2, at(-90), at(-80), null, null],
  [16, 17, 4, 2, at(-90), at(-91), null, null],
  [17, 17, 4, null, at(-90), null, null, null],
  [18, 17, 4, 2, at(-3), at(-3), at(-2), "9999-12-31 23:59:59"],
  [19, 17, 4, 2, at(-90), at(-90), at(-20), ZERO],
  [20, 17, null, 2, at(-90), null, null, null],
];

const sample = (
  id: number,
  index: number | null,
  time: string | null,
  temperature = 50,
  pstate = "P2",
) => [
  id,
  index,
  time,
  "RTX 4090",
  "00000000:3B:00.0",
  "550.54",
  pstate,
  4,
  4,
  temperature,
  90,
  20,
  24_564,
  20_000,
  4_564,
];
const SAMPLES = [
  sample(1, 0, at(-1)),
  sample(2, 0, at(-0.5)),
  sample(3, 0, at(-0.5), 60),
  sample(4, 0, null),
  sample(5, 0, ZERO),
  sample(6, 0, at(-0.4), 5_000),
  sample(7, 0, at(-0.4), 50, "Px"),
  sample(8, 0, at(48)),
  sample(9, 0, "1999-01-01 00:00:00"),
  sample(10, 9, at(-0.4)),
  sample(11, null, at(-0.4)),
  sample(12, 2, at(-0.4)),
  sample(13, 0, at(-0.3)),
];

const LENIENT = ["SET GLOBAL sql_mode = ''", "SET GLOBAL foreign_key_checks = 0"];
const LOOSE = [
  "SET foreign_key_checks = 0",
  `ALTER TABLE user DROP INDEX username, DROP INDEX email, DROP INDEX phone,
     MODIFY name LONGTEXT, MODIFY phone VARCHAR(40), MODIFY password_hash VARCHAR(256)`,
  "ALTER TABLE gpu MODIFY model VARCHAR(200)",
  "ALTER TABLE reservation MODIFY duration INT, MODIFY gpu_id INT",
];

/** Makes it: one that MySQL does not keep from holding nonsense. */
export async function makeBadDatabase(server: TestMariadb, name: string): Promise<void> {
  await makeOldDatabase(server, name, "after");
  await server.run(null, ...LENIENT);
  await server.run(name, ...LOOSE);
  const old = await server.connect(name);
  await old.query("SET foreign_key_checks = 0");
  const person = ["id", "username", "name", "email", "phone", "lab", "status", "time_multiplier"];
  await insert(old, "user", [...person, "is_admin", "password_hash"], USERS);
  const card = ["id", "model", "cuda_version", "max_hours", "connection_info", "status", "in_use"];
  await insert(old, "gpu", card, GPUS);
  await insert(old, "user_gpu_access", ["user_id", "gpu_id", "priority", "status"], ACCESSES);
  const reservation = ["id", "user_id", "gpu_id", "duration", "reservation_time"];
  const times = ["notification_time", "start_time", "end_time"];
  await insert(old, "reservation", [...reservation, ...times], RESERVATIONS);
  const stats = [
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
  ];
  await insert(old, "gpu_stats", stats, SAMPLES);
  await old.end();
}
