import type { SessionId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Actor } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Log } from "../../platform/log.ts";
import type { Company } from "../company/index.ts";
import type { FilePorts } from "./ports.ts";
import type { S3Options } from "./storage/s3.ts";
import type { BlobStorage, Place } from "./storage/storage.ts";

export interface FilesDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly company: Company;
  /** Signs tickets. */
  readonly secret: Buffer;
  /** Holds uploads on their way, and blobs unless they go to an object storage. */
  readonly dataDir: string;
  readonly s3?: S3Options | undefined;
  readonly ports: FilePorts;
  /** The actor of a session that is alive, for tickets. */
  actorOfSession(id: SessionId): Promise<Actor | null>;
}

/** What the parts of this domain share. */
export interface FilesParts extends FilesDeps {
  /** Where unfinished uploads lie. */
  readonly uploadsDir: string;
  /** Where new blobs go. */
  readonly place: Place;
  storageOf(place: Place): BlobStorage;
}
