import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { ImportStatus } from "@qunxin/protocol";
import type { Caller } from "./caller.ts";

export interface Imported {
  readonly status: ImportStatus;
  /** From the first byte sent until it could be applied, and from then until it was. */
  readonly checkedMs: number;
  readonly appliedMs: number;
}

const everyMs = 200;
const withinMs = 600_000;

/** Imports a file as an administrator does: sends it, waits for the dry run, applies it. @throws when it has faults */
export async function importFile(
  { url, token, caller }: { url: string; token: string; caller: Caller },
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<Imported> {
  const startedAt = performance.now();
  const answer = await fetch(`${url}/api/directory/imports?fileName=${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  });
  if (!answer.ok) throw new Error(`the upload was refused: ${await answer.text()}`);
  const { id: importId } = (await answer.json()) as ImportStatus;
  await reached(caller, importId, "ready");
  const readyAt = performance.now();
  await caller.call("directory.applyImport", { importId, missingLeave: false });
  const status = await reached(caller, importId, "applied");
  return { status, checkedMs: readyAt - startedAt, appliedMs: performance.now() - readyAt };
}

async function reached(
  caller: Caller,
  importId: ImportStatus["id"],
  wanted: ImportStatus["state"],
): Promise<ImportStatus> {
  const until = performance.now() + withinMs;
  for (;;) {
    const status = await caller.call("directory.import", { importId });
    if (status.state === wanted) return status;
    if (status.state === "faulty" || status.state === "failed" || performance.now() > until) {
      throw new Error(`the import is not ${wanted} but ${JSON.stringify(status)}`);
    }
    await delay(everyMs);
  }
}
