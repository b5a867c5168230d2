import { join } from "node:path";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { FilesDeps, FilesParts } from "./deps.ts";
import { createProcessing } from "./processing.ts";
import { createFileReading, type FileReading } from "./reading.ts";
import { createReceiving, type Receiving } from "./receiving.ts";
import { folderStorage } from "./storage/folder.ts";
import { s3Storage } from "./storage/s3.ts";
import { sweepFiles } from "./sweep.ts";
import { createTickets, type Tickets } from "./tickets.ts";
import { fileUseCases } from "./use-cases.ts";
import { createForMessage, createForPerson, type ForMessage, type ForPerson } from "./using.ts";

export type { FilesDeps } from "./deps.ts";
export type { FilePorts } from "./ports.ts";
export type { FileReading, ReadableFile } from "./reading.ts";
export type { Receiving } from "./receiving.ts";
export type { S3Options } from "./storage/s3.ts";
export type { Tickets } from "./tickets.ts";
export type { ForMessage, ForPerson } from "./using.ts";

export interface Files {
  useCases: UseCasesOf<"files">;
  receiving: Receiving;
  reads: FileReading;
  tickets: Tickets;
  forMessage: ForMessage;
  forPerson: ForPerson;
  /** The origin that readers are sent to for bytes; null while everything comes from this server. */
  directOrigin: string | null;
  /** Begins to work on what comes in, on a node that takes uploads; first on what was left unfinished. */
  start(): void;
  /** Housekeeping: files and bytes nothing uses go. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

const resumeEveryMs = 60_000;

/** Uploads, what is made of them, and who reads them. */
export function createFiles(deps: FilesDeps): Files {
  const parts = createParts(deps);
  const processing = createProcessing(parts);
  const receiving = createReceiving(parts, processing);
  const reads = createFileReading(parts);
  const tickets = createTickets(parts, reads);
  let timer: NodeJS.Timeout | undefined;
  let resuming: Promise<void> = Promise.resolve();
  function resume(): void {
    resuming = receiving.resume().catch((err) => deps.log.warn({ err }, "unfinished files could not be taken up"));
  }
  return {
    useCases: fileUseCases(parts, receiving, tickets),
    receiving,
    reads,
    tickets,
    forMessage: createForMessage(parts),
    forPerson: createForPerson(parts),
    directOrigin: deps.s3?.directReads ? new URL(deps.s3.endpoint).origin : null,
    start() {
      resume();
      timer = setInterval(resume, resumeEveryMs).unref();
    },
    sweep: () => sweepFiles(parts),
    async stop() {
      clearInterval(timer);
      await resuming;
      await processing.stop();
    },
  };
}

function createParts(deps: FilesDeps): FilesParts {
  const folder = folderStorage(join(deps.dataDir, "blobs"));
  const s3 = deps.s3 ? s3Storage(deps.s3) : null;
  return {
    ...deps,
    uploadsDir: join(deps.dataDir, "uploads"),
    place: s3 ? "s3" : "folder",
    storageOf(place) {
      if (place === "folder") return folder;
      if (s3) return s3;
      throw new Error("Some files lie in an object storage that is not configured any more.");
    },
  };
}
