import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Log } from "../../platform/log.ts";
import type { Company } from "../company/index.ts";
import type { Directory } from "../directory/index.ts";
import type { Messages } from "../messages/index.ts";
import type { PushGuard } from "./push-guard.ts";

export interface NotificationsDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly company: Pick<Company, "policy" | "info">;
  readonly directory: Pick<Directory, "people">;
  readonly messages: Pick<Messages, "confirmations">;
  /** The installation's secret. */
  readonly secret: Buffer;
  readonly log: Pick<Log, "warn">;
  /** Where pushes may go; public hosts unless a test says otherwise. */
  readonly guard?: PushGuard;
}
