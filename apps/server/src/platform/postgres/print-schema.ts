import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startTestCluster } from "./testing.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
/** Where the printed types lie. */
export const schemaFile = fileURLToPath(new URL("../schema.ts", import.meta.url));

/**
 * The types of all tables of the migrated database at `url`, as they stand in platform/schema.ts: bigint as number and
 * timestamps as Date, as our driver reads them; JSON as unknown, so that its reader must say what it is.
 */
export async function printSchema(url: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "qunxin-schema-"));
  try {
    const file = join(folder, "schema.ts");
    const types = JSON.stringify({ int8: "number", timestamptz: "Date", jsonb: "unknown" });
    const options = ["--dialect", "postgres", "--exclude-pattern", "schema_migrations", "--type-mapping", types];
    await node("kysely-codegen/dist/cli/bin.js", [...options, "--url", url, "--out-file", file]);
    return await format(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function format(text: string): Promise<string> {
  const formatting = node("@biomejs/biome/bin/biome", ["format", `--stdin-file-path=${schemaFile}`]);
  formatting.child.stdin?.end(text);
  return (await formatting).stdout;
}

function node(script: string, args: string[]) {
  return promisify(execFile)(process.execPath, [join(root, "node_modules", script), ...args], { cwd: root });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cluster = await startTestCluster();
  const database = await cluster.cloneDatabase();
  writeFileSync(schemaFile, await printSchema(database.url));
  await cluster.stop();
}
