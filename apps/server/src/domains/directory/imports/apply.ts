import { fail, type ImportId } from "@qunxin/protocol";
import type { Tx } from "../../../platform/database.ts";
import { type Consequences, type DirectoryDeps, directoryChanged, follow } from "../deps.ts";
import { lockAdministrators } from "../person-store.ts";
import { bumpVersion, lockVersion } from "../version-store.ts";
import {
  type ApplyInput,
  analyzePeople,
  createDepartments,
  insertPeople,
  letLeave,
  noteTouched,
  readConsequences,
  readLastLine,
  replacePlaces,
  touchesNobody,
  updatePeople,
} from "./apply-store.ts";
import { giveUp } from "./check.ts";
import { dropFile, type ImportRecord, readImport, saveImport } from "./import-store.ts";

/** Lines a step adds: often enough to show progress, few enough statements. */
const linesPerStep = 10_000;
/** Steps besides the adding of people. */
const otherSteps = 3;

/**
 * Background: does what the dry run planned, all in one transaction. A crash leaves nothing of it, and running it again
 * does it as a whole; run on an import that is applied, it does nothing.
 */
export async function applyImport(deps: DirectoryDeps, id: ImportId, last: boolean): Promise<void> {
  const record = await readImport(deps.reading, id);
  if (record?.state !== "applying") return;
  try {
    await deps.transact((tx) => apply(tx, deps, record));
  } catch (error) {
    await giveUp(deps, id, error, last);
  }
}

async function apply(tx: Tx, deps: DirectoryDeps, record: ImportRecord): Promise<void> {
  const { id, columns, missingLeave } = record;
  const by = record.appliedBy ?? record.createdBy;
  const input: ApplyInput = { id, by, columns, missingLeave, at: deps.clock.now() };
  if ((await lockVersion(tx)) !== record.directoryVersion) fail("directory/import_stale");
  const departments = await createDepartments(tx, id, input.at);
  await noteTouched(tx, input);
  const nothing = departments === 0 && (await touchesNobody(tx, id));
  if (!nothing) {
    await writePeople(tx, deps, input);
    await keepOneAdministrator(tx);
    const found = await readConsequences(tx, id);
    await concludeChange(tx, deps, by, { ...found, departmentsChanged: departments > 0 });
  }
  // The import's own row comes last: progress is written to it from outside until here.
  await dropFile(tx, id);
  await saveImport(tx, id, { state: "applied", done: 1, total: 1 });
}

async function writePeople(tx: Tx, deps: DirectoryDeps, input: ApplyInput): Promise<void> {
  const lastLine = await readLastLine(tx, input.id);
  const total = Math.ceil((lastLine + 1) / linesPerStep) + otherSteps;
  const progress = (done: number) => deps.transact((own) => saveImport(own, input.id, { done, total }));
  await letLeave(tx, input.at);
  await updatePeople(tx, input);
  await replacePlaces(tx, input);
  let done = 1;
  await progress(done);
  for (let from = 0; from <= lastLine; from += linesPerStep) {
    await insertPeople(tx, input, from, from + linesPerStep);
    await progress(++done);
  }
  await analyzePeople(tx);
}

async function keepOneAdministrator(tx: Tx): Promise<void> {
  if ((await lockAdministrators(tx)).length === 0) fail("identity/last_administrator");
}

async function concludeChange(
  tx: Tx,
  { bus, ports }: DirectoryDeps,
  by: ImportRecord["createdBy"],
  consequences: Consequences,
): Promise<void> {
  await bumpVersion(tx);
  await follow(tx, ports, by, consequences);
  tx.afterCommit(() => bus.publish(directoryChanged, { ids: [] }));
}
