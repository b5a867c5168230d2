import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, fail, type ImportId } from "@qunxin/protocol";
import type { Tx } from "../../../platform/database.ts";
import { readChildren, readRoot } from "../department-store.ts";
import type { DirectoryDeps } from "../deps.ts";
import { readVersion } from "../version-store.ts";
import { readCsv } from "./csv.ts";
import { detectEncoding, type ImportEncoding, type TableLine } from "./file.ts";
import type { Header } from "./header.ts";
import {
  clearFindings,
  dropFile,
  type ImportRecord,
  lockImport,
  readImport,
  readPieces,
  saveImport,
} from "./import-store.ts";
import {
  countErrors,
  countPlan,
  freezeMoment,
  judgeTogether,
  type PlanInput,
  planChanges,
  resolveRows,
} from "./plan-store.ts";
import { type ReadContext, readRows } from "./reader.ts";
import { analyzeRows, insertBatch } from "./rows-store.ts";
import { readXlsx } from "./xlsx.ts";

/**
 * Background: reads the file, reports everything that is wrong with it, else plans what applying would do. Run again
 * after a crash it begins anew; run on an import that is past this, it does nothing.
 */
export async function checkImport(deps: DirectoryDeps, id: ImportId, last: boolean): Promise<void> {
  const record = await begin(deps, id);
  if (!record) return;
  const folder = await mkdtemp(join(tmpdir(), "qunxin-import-"));
  try {
    const path = join(folder, "file");
    await writePieces(deps, id, path);
    const header = await readFile(deps, id, path);
    await deps.transact(analyzeRows);
    await deps.transact((tx) => plan(tx, record, header));
  } catch (error) {
    await giveUp(deps, id, error, last);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ends an import whose file is at fault; anything else is thrown for another attempt, until there is none. */
export async function giveUp({ transact }: DirectoryDeps, id: ImportId, error: unknown, last: boolean): Promise<void> {
  const known = error instanceof Failure;
  if (!known && !last) throw error;
  const failure = known ? { code: error.code, params: error.params } : { code: "server/unexpected", params: {} };
  await transact(async (tx) => {
    const record = await lockImport(tx, id);
    // Given up by hand meanwhile: that stands.
    if (record?.state !== "cancelled") await saveImport(tx, id, { state: "failed", failure });
    await dropFile(tx, id);
  });
  if (!known) throw error;
}

function begin({ transact }: DirectoryDeps, id: ImportId): Promise<ImportRecord | null> {
  return transact(async (tx) => {
    const record = await lockImport(tx, id);
    if (record?.state !== "waiting" && record?.state !== "checking") return null;
    await clearFindings(tx, id);
    await saveImport(tx, id, { state: "checking", done: 0, total: 0, rows: 0, errorCount: 0 });
    return record;
  });
}

/** Zips are read from their end, so the file must lie somewhere as a whole: on disk. */
async function writePieces({ reading }: DirectoryDeps, id: ImportId, path: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    for await (const piece of readPieces(reading, id)) await file.write(piece);
  } finally {
    await file.close();
  }
}

async function readFile(deps: DirectoryDeps, id: ImportId, path: string): Promise<Header> {
  const { transact } = deps;
  const encoding = await detectEncoding(path);
  await transact((tx) => saveImport(tx, id, { encoding }));
  const context = await readContext(deps);
  let done = 0;
  const { header, rows } = await readRows(linesOf(path, encoding), context, async (batch, { places }) => {
    done += batch.rows.length;
    await transact(async (tx) => {
      await insertBatch(tx, id, batch);
      await saveImport(tx, id, { done, rows: done, columns: [...places.keys()] });
    });
    await stopIfCancelled(deps, id);
  });
  if (rows === 0) fail("directory/import_unreadable", { reason: "no_rows" });
  return header;
}

function linesOf(path: string, encoding: ImportEncoding): AsyncIterable<TableLine[]> {
  return encoding === "xlsx" ? readXlsx(path) : readCsv(path, encoding);
}

async function readContext({ reading }: DirectoryDeps): Promise<ReadContext> {
  const root = await readRoot(reading);
  if (!root) throw new Error("an import needs the root department");
  const children = await readChildren(reading, root.id, []);
  return { rootName: root.name, rootNameTaken: children.some(({ name }) => name === root.name) };
}

async function stopIfCancelled({ reading }: DirectoryDeps, id: ImportId): Promise<void> {
  const record = await readImport(reading, id);
  if (record?.state !== "checking") fail("directory/import_state", { state: record?.state ?? "gone" });
}

async function plan(tx: Tx, { id, createdBy }: ImportRecord, { places, titles }: Header): Promise<void> {
  await freezeMoment(tx);
  const input: PlanInput = { id, by: createdBy, columns: [...places.keys()], titles };
  const directoryVersion = await readVersion(tx);
  await resolveRows(tx, id);
  await judgeTogether(tx, input);
  const errorCount = await countErrors(tx, id);
  const record = await lockImport(tx, id);
  if (record?.state !== "checking" || !record) return;
  const total = record.rows;
  if (errorCount > 0) {
    await saveImport(tx, id, { state: "faulty", errorCount, done: total, total });
    await dropFile(tx, id);
    return;
  }
  await planChanges(tx, input);
  const counts = await countPlan(tx, input);
  await saveImport(tx, id, { state: "ready", counts, directoryVersion, done: total, total });
}
