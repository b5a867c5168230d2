import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorCode, FileId } from "@qunxin/protocol";
import { files } from "../../platform/metrics.ts";
import { claimBlob } from "./blob-store.ts";
import type { FilesParts } from "./deps.ts";
import { createExaminer, type Examiner } from "./examine/examiner.ts";
import type { Finding, FoundVariant } from "./examine/finding.ts";
import { refusalOf } from "./rules.ts";
import { holdForProcessing, moveOn, readFile, type StoredFile, saveFinding } from "./store.ts";

/** Two, so that a picture does not wait for a film. */
const lanes = 2;

export interface Processing {
  /** Looks at a file that has come, as soon as there is a free hand. */
  add(id: FileId): void;
  /** Lets go of the files in hand; they are taken up again by the next start. */
  stop(): Promise<void>;
}

/** Turns what has come into what can be read: told what it is, drawn anew, kept as blobs. */
export function createProcessing(parts: FilesParts): Processing {
  const examiners = Array.from({ length: lanes }, createExaminer);
  const free = [...examiners];
  const waiting = new Set<FileId>();
  const running = new Map<FileId, Promise<void>>();
  let stopped = false;
  function next(): void {
    const [id] = waiting;
    const examiner = stopped || id === undefined ? undefined : free.pop();
    if (id === undefined || !examiner) return;
    waiting.delete(id);
    const work = processAlone(parts, examiner, id).catch((err) => {
      if (!stopped) parts.log.error({ err, fileId: id }, "a file could not be processed; it is tried again later");
    });
    running.set(
      id,
      work.then(() => {
        running.delete(id);
        free.push(examiner);
        next();
      }),
    );
    next();
  }
  return {
    add(id) {
      if (!running.has(id)) waiting.add(id);
      next();
    },
    async stop() {
      stopped = true;
      for (const examiner of examiners) examiner.stop();
      await Promise.all(running.values());
    },
  };
}

/** Several processes may look through one folder: whoever has a file in hand works on it alone, and lets go with its end. */
function processAlone(parts: FilesParts, examiner: Examiner, id: FileId): Promise<void> {
  return parts.transact(async (tx) => {
    if (await holdForProcessing(tx, id)) await processFile(parts, examiner, id);
  });
}

/** May be repeated from the start at any point: what came stays until the file is ready. */
async function processFile(parts: FilesParts, examiner: Examiner, id: FileId): Promise<void> {
  const file = await readFile(parts.reading, id);
  if (file?.state !== "processing") return;
  const path = join(parts.uploadsDir, id);
  const workDir = `${path}.work`;
  await rm(workDir, { recursive: true, force: true });
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  const { files: policy } = await parts.company.policy();
  const outcome = await examiner.examine({ path, workDir, ...policy });
  const refusal = "refusal" in outcome ? outcome.refusal : refusalOf(policy, file.purpose, outcome.finding);
  files.uploads.inc({ outcome: refusal ? "refused" : "ready" });
  if (refusal) await refuse(parts, file, refusal);
  else if ("finding" in outcome) await keep(parts, file, outcome.finding);
  for (const left of [workDir, `${path}.json`, path]) await rm(left, { recursive: true, force: true });
}

async function refuse({ transact, clock, log }: FilesParts, { id }: StoredFile, refusal: ErrorCode): Promise<void> {
  await transact((tx) => moveOn(tx, id, { from: "processing", to: "refused", refusal }, clock.now()));
  log.info({ fileId: id, refusal }, "file refused");
}

async function keep(parts: FilesParts, { id }: StoredFile, finding: Finding): Promise<void> {
  for (const variant of finding.variants) await keepBlob(parts, variant);
  await parts.transact((tx) => saveFinding(tx, id, finding, parts.clock.now()));
}

/** Bytes that are there already are not stored twice; that they really are is looked at, not believed. */
async function keepBlob(parts: FilesParts, { hash, size, path }: FoundVariant): Promise<void> {
  const place = await parts.transact((tx) => claimBlob(tx, { hash, size, place: parts.place }, parts.clock.now()));
  const storage = parts.storageOf(place);
  if (!(await storage.has(hash, size))) await storage.keep(hash, size, path);
}
