import type { CompanyInfo, Policy } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Directory } from "../directory/index.ts";
import type { ConversationLog } from "../log/index.ts";

/** What groups stand on. */
export interface GroupsDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly company: { policy(): Promise<Policy>; info(): Promise<CompanyInfo | null> };
  readonly directory: Pick<Directory, "briefsVisibleTo">;
  readonly log: ConversationLog;
}
