import type { AttemptLimit } from "../../platform/attempt-limit.ts";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Log } from "../../platform/log.ts";
import type { Company } from "../company/index.ts";
import type { Directory } from "../directory/index.ts";
import type { Authenticator } from "./authenticator.ts";
import type { Passwords } from "./passwords.ts";
import type { SecondFactors } from "./second-factor.ts";
import type { Sessions } from "./sessions.ts";

export interface IdentityDeps {
  reading: Reading;
  transact: Transact;
  bus: Bus;
  clock: Clock;
  company: Pick<Company, "policy" | "info">;
  directory: Pick<Directory, "person" | "findForSignIn" | "setAdministrator">;
  /** The installation's secret: initial passwords are derived from it. */
  secret: Buffer;
  log: Log;
}

/** What the use cases stand on. */
export interface Parts extends IdentityDeps {
  /** Whoever proves identities at the door. */
  door: Authenticator;
  passwords: Passwords;
  secondFactors: SecondFactors;
  sessions: Sessions;
  addresses: AttemptLimit;
}
