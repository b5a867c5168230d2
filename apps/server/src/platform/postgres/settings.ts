import { totalmem } from "node:os";

const mebibyte = 1024 * 1024;

/** Which promises the server keeps: `durable` loses nothing on a power cut; `scratch` is for tests only. */
export type Durability = "durable" | "scratch";

/**
 * The settings of the embedded server, as `postgres -c name=value` arguments: given on the command line they hold
 * whatever an older start left in the data folder. Where they come from: docs/adr, measured on the send path.
 */
export function serverArguments(durability: Durability, socketDir: string, processes = 1): string[] {
  const settings = { ...base(socketDir, processes), ...(durability === "durable" ? durable() : scratch) };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

const connectionsPerProcess = 30;

function base(socketDir: string, processes: number): Record<string, string> {
  return {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    port: String(socketPort),
    jit: "off",
    // What is not in our buffers is mostly in the kernel's: a copy, for which waking one of the workers of PostgreSQL 18 costs
    // ten times as much (a rare word among ten million messages: 9 ms instead of 5).
    io_method: "sync",
    random_page_cost: "1.1",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    log_destination: "stderr",
    logging_collector: "off",
    // Sixteen writers cost nothing idle; each pool of every role must fit, and one more process while one is renewed.
    max_connections: String(Math.max(100, connectionsPerProcess * (processes + 1))),
  };
}

function durable(): Record<string, string> {
  return {
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    shared_buffers: `${sharedBuffersMiB()}MB`,
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    wal_compression: "on",
  };
}

const scratch: Record<string, string> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "128MB",
  max_connections: "300",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
};

/** The port only names the socket file (.s.PGSQL.5432); nothing listens on the network. */
export const socketPort = 5432;

function sharedBuffersMiB(): number {
  const limit = process.constrainedMemory();
  // Without a limit some kernels answer 0, others a number beyond the machine.
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.max(32, Math.min(4096, Math.floor(memory / 4 / mebibyte)));
}
