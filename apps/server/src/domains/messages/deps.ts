import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Directory } from "../directory/index.ts";
import type { Groups } from "../groups/index.ts";
import type { ConversationLog } from "../log/index.ts";
import type { LivePort } from "./ports.ts";

export interface MessagesDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: ConversationLog;
  readonly directory: Pick<Directory, "person">;
  readonly groups: Pick<Groups, "speech" | "mayContact" | "summaries">;
  /** Read at call time, so that the composition may fill it in later. */
  readonly ports: { readonly live: LivePort };
}
