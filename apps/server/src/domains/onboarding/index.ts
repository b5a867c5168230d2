import type { DemoState } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { BackgroundTask } from "../../platform/jobs.ts";
import { demoTask, loadDemo, openDemo, startDemo } from "./demo.ts";
import type { OnboardingDeps } from "./deps.ts";
import { issueSetupCode, setUp } from "./set-up.ts";
import { readDemo } from "./store.ts";

export type { OnboardingDeps } from "./deps.ts";

export interface Onboarding {
  useCases: Pick<UseCasesOf<"company">, "company.setUp" | "company.loadDemo" | "company.demo">;
  /** A new one-time code for the set-up page, voiding the one before; null when the company is set up. */
  issueSetupCode(): Promise<string | null>;
  /** Founds and loads the demo company without asking, and answers whom one can sign in as; for `--demo`. */
  openDemo(): Promise<DemoState["people"]>;
  /** Background tasks by name, for the worker. */
  tasks: Record<string, BackgroundTask>;
}

/** The first run: set-up, and the demo company. */
export function createOnboarding(deps: OnboardingDeps): Onboarding {
  return {
    useCases: {
      "company.setUp": setUp(deps),
      "company.loadDemo": startDemo(deps),
      "company.demo": () => readDemo(deps.reading),
    },
    issueSetupCode: () => issueSetupCode(deps),
    openDemo: () => openDemo(deps),
    tasks: { [demoTask]: (_payload, attempt) => loadDemo(deps, attempt) },
  };
}
