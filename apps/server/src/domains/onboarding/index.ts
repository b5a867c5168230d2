import type { UseCasesOf } from "../../platform/caller.ts";
import { demoTask, loadDemo, resumeDemo, startDemo } from "./demo.ts";
import type { OnboardingDeps } from "./deps.ts";
import { issueSetupCode, setUp } from "./set-up.ts";
import { readDemo } from "./store.ts";

export type { OnboardingDeps } from "./deps.ts";

export interface Onboarding {
  useCases: Pick<UseCasesOf<"company">, "company.setUp" | "company.loadDemo" | "company.demo">;
  /** A new one-time code for the set-up page, voiding the one before; null when the company is set up. */
  issueSetupCode(): Promise<string | null>;
  /** Background tasks by name, for the worker. */
  tasks: Record<string, () => Promise<void>>;
  /** Queues a loading again that a crash cut off; for the start of a worker. */
  resume(): Promise<void>;
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
    tasks: { [demoTask]: () => loadDemo(deps) },
    resume: () => resumeDemo(deps),
  };
}
