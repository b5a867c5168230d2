import { cpus, loadavg, release, totalmem } from "node:os";
import pg from "pg";
import bench from "../package.json" with { type: "json" };

/** On what the figures were measured. */
export interface Machine {
  readonly cpus: number;
  readonly model: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** @param postgres as the server used it; null when no server ran */
export function describeMachine(postgres: string | null): Machine {
  const { node = "", v8 = "", openssl = "" } = process.versions;
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model.trim() ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    versions: { qunxin: bench.version, node, v8, openssl, ...(postgres ? { postgres } : {}) },
  };
}

export async function postgresVersion(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "unknown";
  } finally {
    await client.end();
  }
}

/** Processes that wanted a core over the last minute; beyond the number of cores others were measured too. */
export function loadAverage(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
