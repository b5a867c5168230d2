import { readFileSync } from "node:fs";
import { cpuSeconds } from "../harness/cpu.ts";
import type { Measurement } from "./growth-rules.ts";
import { importFile } from "./importing.ts";
import type { Opened } from "./open.ts";

/** The file that the company was made from once more: it is compared with everybody and changes nobody. */
export async function againImported({
  server,
  administrator,
  administratorToken,
  dataset,
}: Opened): Promise<Measurement> {
  const asking = { url: server.url, token: administratorToken, caller: administrator };
  const file = { name: "company.csv", bytes: readFileSync(dataset.companyFile) };
  const before = cpuSeconds(server.pid);
  const { status, checkedMs, appliedMs } = await importFile(asking, file);
  const cpuMs = (cpuSeconds(server.pid) - before) * 1_000;
  const { create, change, move, leave } = status.counts;
  if (create + change + move + leave > 0) throw new Error(`an unchanged file changed ${JSON.stringify(status.counts)}`);
  const took = checkedMs + appliedMs;
  return {
    what: "re-import of the unchanged file",
    size: dataset.people,
    p50Ms: took,
    p99Ms: took,
    cpuMs,
    perItem: true,
  };
}
