import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import type { Jobs } from "../../platform/jobs.ts";
import type { Company } from "../company/index.ts";
import type { Directory } from "../directory/index.ts";
import type { Groups } from "../groups/index.ts";
import type { Identity } from "../identity/index.ts";
import type { ConversationLog } from "../log/index.ts";

/** What onboarding stands on: it fills every other domain, through their own doors. */
export interface OnboardingDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly company: Pick<Company, "info" | "found">;
  readonly directory: Pick<
    Directory,
    "useCases" | "createRoot" | "addFirstAdministrator" | "setAdministrator" | "findForSignIn"
  >;
  readonly identity: Pick<Identity, "setFirstPassword" | "openSession">;
  readonly log: Pick<ConversationLog, "record" | "openDirect" | "markRead">;
  readonly groups: Pick<Groups, "useCases">;
  /** Runs work as if it were that moment, so that the demo's groups are as old as what is said in them. */
  readonly during: <T>(moment: Date, work: () => Promise<T>) => Promise<T>;
}
