/** The original's tables as SQLAlchemy makes them on MySQL. */
import type { TestMariadb } from "@/tests/support/mariadb";

/** Before 需改善, priority belonged to the user; after, it and a status belong to the access. */
export type Age = "before" | "after";

const user = (age: Age) => `CREATE TABLE user (
  id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username VARCHAR(80) NOT NULL UNIQUE, name VARCHAR(100) NOT NULL,
  email VARCHAR(100) NOT NULL UNIQUE, phone VARCHAR(16) NOT NULL UNIQUE, lab VARCHAR(80) NOT NULL,
  ${age === "before" ? "priority INTEGER NOT NULL," : "status BOOL NOT NULL,"}
  time_multiplier FLOAT NOT NULL, is_admin BOOL NOT NULL, password_hash VARCHAR(256) NOT NULL)`;

const access = (age: Age) => `CREATE TABLE user_gpu_access (
  user_id INTEGER NOT NULL, gpu_id INTEGER NOT NULL,
  ${age === "after" ? "priority INTEGER NOT NULL, status BOOL NOT NULL," : ""}
  PRIMARY KEY (user_id, gpu_id),
  FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE,
  FOREIGN KEY (gpu_id) REFERENCES gpu (id) ON DELETE CASCADE)`;

const GPU = `CREATE TABLE gpu (
  id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
  model VARCHAR(80) NOT NULL, cuda_version VARCHAR(80) NOT NULL, max_hours INTEGER NOT NULL,
  connection_info VARCHAR(255) NOT NULL, status BOOL NOT NULL, in_use BOOL)`;

const RESERVATION = `CREATE TABLE reservation (
  id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id INTEGER NOT NULL, gpu_id INTEGER NOT NULL, duration INTEGER NOT NULL,
  reservation_time DATETIME NOT NULL, notification_time DATETIME, start_time DATETIME,
  end_time DATETIME,
  FOREIGN KEY (user_id) REFERENCES user (id), FOREIGN KEY (gpu_id) REFERENCES gpu (id))`;

const GPU_STATS = `CREATE TABLE gpu_stats (
  id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
  gpu_index INTEGER, timestamp DATETIME, name VARCHAR(255), pci_bus_id VARCHAR(255),
  driver_version VARCHAR(255), pstate VARCHAR(50), pcie_link_gen_max INTEGER,
  pcie_link_gen_current INTEGER, temperature_gpu FLOAT, utilization_gpu FLOAT,
  utilization_memory FLOAT, memory_total FLOAT, memory_free FLOAT, memory_used FLOAT)`;

/** Makes an old database without any row. */
export async function makeOldDatabase(
  server: TestMariadb,
  name: string,
  age: Age = "before",
): Promise<void> {
  await server.run(null, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await server.run(name, user(age), GPU, access(age), RESERVATION, GPU_STATS);
}
