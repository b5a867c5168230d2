import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Jobs } from "../../platform/jobs.ts";
import type { Company } from "../company/index.ts";
import type { Directory } from "../directory/index.ts";
import type { Groups } from "../groups/index.ts";
import type { ConversationLog } from "../log/index.ts";
import type { FilesPort, LinksPort, LivePort } from "./ports.ts";

export interface MessagesDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: ConversationLog;
  readonly company: Pick<Company, "policy" | "info">;
  readonly jobs: Jobs;
  readonly directory: Pick<Directory, "person" | "briefsVisibleTo">;
  readonly groups: Pick<Groups, "speech" | "mayContact" | "mosaics">;
  /** Read at call time, so that the composition may fill them in later. */
  readonly ports: { live: LivePort; files: FilesPort; links: LinksPort };
}
