import type { Readable } from "node:stream";
import { type CallArgs, fail, type ImportId, type ImportRowError, type ImportStatus, limits } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../../platform/caller.ts";
import type { Tx } from "../../../platform/database.ts";
import { newId } from "../../../platform/ids.ts";
import type { DirectoryDeps } from "../deps.ts";
import { readVersion } from "../version-store.ts";
import {
  deleteImport,
  dropFile,
  type ImportRecord,
  insertImport,
  insertPiece,
  lockImport,
  markReceived,
  readChanges,
  readErrors,
  readImport,
  readImports,
  saveImport,
} from "./import-store.ts";

type ImportCalls = Pick<
  UseCasesOf<"directory">,
  | "directory.imports"
  | "directory.import"
  | "directory.importErrors"
  | "directory.importChanges"
  | "directory.applyImport"
  | "directory.cancelImport"
>;

/** Names of the background tasks, as they stand in the queue: never renamed. */
export const importTaskNames = { check: "directory.checkImport", apply: "directory.applyImport" } as const;

const pieceBytes = 1024 * 1024;
const shownImports = 20;

/** Watching, applying and giving up imports. */
export function importUseCases(deps: DirectoryDeps): ImportCalls {
  const { reading } = deps;
  return {
    "directory.imports": async () => ({ imports: (await readImports(reading, shownImports)).map(toStatus) }),
    "directory.import": async ({ importId }) => toStatus(await knownImport(deps, importId)),
    "directory.importErrors": async ({ importId, cursor, limit = 50 }) => {
      await knownImport(deps, importId);
      const after = parseCursor(cursor);
      const found = await readErrors(reading, importId, after, limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const errors = page.map(({ line, column, fault, value }) => {
        return { line, column, fault: fault as ImportRowError["fault"], value };
      });
      return { errors, nextCursor: found.length > limit && last ? `${last.line}.${last.id}` : null };
    },
    "directory.importChanges": async ({ importId, action, cursor, limit = 50 }) => {
      await knownImport(deps, importId);
      const after = parseCursor(cursor).line;
      const found = await readChanges(reading, { id: importId, action, after, limit: limit + 1 });
      const page = found.slice(0, limit);
      const changes = page.map(({ line, name, account, changes }) => ({ action, line, name, account, changes }));
      return { changes, nextCursor: found.length > limit ? String(page.at(-1)?.ordinal ?? "") : null };
    },
    "directory.applyImport": (args, actor) => requestApply(deps, args, actor),
    "directory.cancelImport": ({ importId }) => deps.transact((tx) => cancel(tx, importId)),
  };
}

/**
 * Takes a file in, piece by piece, and has it checked in the background. Its bytes say what it is, its name does not.
 * @throws directory/import_too_large while it is being sent
 */
export async function receiveImport(
  deps: DirectoryDeps,
  actor: Actor,
  fileName: string,
  bytes: Readable,
): Promise<ImportStatus> {
  const { transact, clock } = deps;
  const id = newId<ImportId>();
  await transact((tx) => insertImport(tx, { id, fileName: fileName.slice(0, 255), by: actor.id, at: clock.now() }));
  try {
    let ordinal = 0;
    // One transaction a piece: a slow upload must not hold a connection.
    for await (const piece of inPieces(bytes)) {
      await transact((tx) => insertPiece(tx, id, ordinal, piece));
      ordinal++;
    }
  } catch (error) {
    await transact((tx) => deleteImport(tx, id));
    throw error;
  }
  return transact((tx) => startCheck(deps, tx, id));
}

/** The whole file is there: has it checked, unless the import was given up meanwhile. */
async function startCheck({ jobs, clock }: DirectoryDeps, tx: Tx, id: ImportId): Promise<ImportStatus> {
  const record = (await lockImport(tx, id)) ?? fail("directory/import_not_found");
  if (record.state !== "waiting") {
    await dropFile(tx, id);
    return toStatus(record);
  }
  await markReceived(tx, id, clock.now());
  await jobs.enqueue(tx, importTaskNames.check, { importId: id });
  return toStatus(record);
}

async function* inPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let allBytes = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    heldBytes += chunk.length;
    allBytes += chunk.length;
    if (allBytes > limits.importBytes) {
      fail("directory/import_too_large", { maxRows: limits.importRows, maxBytes: limits.importBytes });
    }
    if (heldBytes < pieceBytes) continue;
    yield Buffer.concat(held);
    held = [];
    heldBytes = 0;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

function requestApply(
  { transact, jobs }: DirectoryDeps,
  { importId, missingLeave }: CallArgs<"directory.applyImport">,
  actor: Actor,
): Promise<ImportStatus> {
  return transact(async (tx) => {
    const record = (await lockImport(tx, importId)) ?? fail("directory/import_not_found");
    if (record.state === "applying" || record.state === "applied") return toStatus(record);
    if (record.state === "faulty") fail("directory/import_has_errors", { errors: record.errorCount });
    if (record.state !== "ready") fail("directory/import_state", { state: record.state });
    if ((await readVersion(tx)) !== record.directoryVersion) fail("directory/import_stale");
    const changes = { state: "applying", missingLeave, appliedBy: actor.id, done: 0, total: 0 } as const;
    await saveImport(tx, importId, changes);
    await jobs.enqueue(tx, importTaskNames.apply, { importId });
    return toStatus({ ...record, ...changes });
  });
}

async function cancel(tx: Tx, importId: ImportId): Promise<ImportStatus> {
  const record = (await lockImport(tx, importId)) ?? fail("directory/import_not_found");
  if (record.state === "cancelled") return toStatus(record);
  if (!cancellable.has(record.state)) fail("directory/import_state", { state: record.state });
  await saveImport(tx, importId, { state: "cancelled" });
  await dropFile(tx, importId);
  return toStatus({ ...record, state: "cancelled" });
}

const cancellable = new Set<ImportStatus["state"]>(["waiting", "checking", "ready", "faulty"]);

async function knownImport({ reading }: DirectoryDeps, id: ImportId): Promise<ImportRecord> {
  return (await readImport(reading, id)) ?? fail("directory/import_not_found");
}

function toStatus(record: ImportRecord): ImportStatus {
  const { id, fileName, state, done, total, encoding, rows, counts, errorCount, failure, createdAt } = record;
  const none = { create: 0, change: 0, move: 0, leave: 0, unchanged: 0, departments: 0 };
  return {
    id,
    fileName,
    state,
    progress: { done, total },
    encoding,
    rows,
    counts: { ...none, ...counts },
    errorCount,
    failure,
    createdAt: createdAt.toISOString(),
  };
}

/** `line.id`, or an ordinal alone. @throws request/invalid for anything else */
function parseCursor(cursor = "-1.0"): { line: number; id: number } {
  const match = /^(-?\d{1,9})(?:\.(\d{1,15}))?$/.exec(cursor);
  if (!match) fail("request/invalid", { issues: [{ path: "cursor", message: "not a cursor of this list" }] });
  return { line: Number(match?.[1]), id: Number(match?.[2] ?? 0) };
}
