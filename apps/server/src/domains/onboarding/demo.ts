import { type DemoState, fail } from "@qunxin/protocol";
import { demoGuests } from "@qunxin/sample-company";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newSecret } from "../../platform/ids.ts";
import { demoActor, silentCaller } from "./demo-actor.ts";
import { type DemoStep, demoSteps } from "./demo-steps.ts";
import type { OnboardingDeps } from "./deps.ts";
import { beginDemo, endDemo, lockDemoSteps, readDemo, readLoader, saveDemoProgress } from "./store.ts";

/** Name of the background task that loads the demo company. */
export const demoTask = "onboarding.load_demo";

/** Starts loading in the background; a failed loading goes on where it stopped. */
export function startDemo(deps: OnboardingDeps): UseCase<"company.loadDemo"> {
  return async (_args, actor) => {
    const { state } = await readDemo(deps.reading);
    if (state === "none" && !(await isEmpty(deps, actor))) fail("company/demo_not_empty");
    await deps.transact(async (tx) => {
      if (await beginDemo(tx, actor.id)) await deps.jobs.enqueue(tx, demoTask, {});
    });
    return readDemo(deps.reading);
  };
}

/** For the start of a worker: a loading that a crash cut off is queued again. Harmless when it runs elsewhere. */
export async function resumeDemo(deps: OnboardingDeps): Promise<void> {
  await deps.transact(async (tx) => {
    if (await readLoader(tx)) await deps.jobs.enqueue(tx, demoTask, {});
  });
}

/**
 * The background task. Every step may be run again: what exists is found by its request key, and what is said is
 * recorded in one transaction with the progress. So a second run after a crash, or beside the first, does no harm.
 */
export async function loadDemo(deps: OnboardingDeps): Promise<void> {
  const administratorId = await readLoader(deps.reading);
  if (!administratorId) return;
  try {
    const steps = await demoSteps(deps, demoActor(administratorId, true));
    for (const [index, step] of steps.entries()) {
      await deps.during(step.at, () => take(deps, step, { done: index + 1, total: steps.length }));
    }
    await deps.transact((tx) => finish(deps, tx));
  } catch (error) {
    await deps.transact((tx) => endDemo(tx, "failed", []));
    throw error;
  }
}

async function take(deps: OnboardingDeps, step: DemoStep, progress: DemoState["progress"]): Promise<void> {
  await step.prepare();
  const recorded = await deps.transact(async (tx) => {
    if ((await lockDemoSteps(tx)) !== progress.done - 1) return false;
    await step.record(tx);
    await saveDemoProgress(tx, progress);
    return true;
  });
  if (recorded) await step.finish();
}

/** Gives the demo's guests the one password they share, made here and told only to administrators. */
async function finish({ directory, identity }: OnboardingDeps, tx: Tx): Promise<void> {
  const administratorId = await readLoader(tx);
  if (!administratorId) return;
  const password = `demo-${newSecret(6)}`;
  const people: DemoState["people"] = [];
  for (const { login, role } of demoGuests) {
    const person = await directory.findForSignIn(login);
    // The administrator may bear an account of the cast, and keeps their own password.
    if (!person || person.id === administratorId) continue;
    await identity.setFirstPassword(tx, person.id, password);
    if (login === demoGuests[0]?.login) await directory.setAdministrator(tx, person.id, true);
    people.push({ name: person.name, account: login, password, role });
  }
  await endDemo(tx, "loaded", people);
}

async function isEmpty({ directory }: OnboardingDeps, actor: Actor): Promise<boolean> {
  const { departments } = await directory.useCases["directory.departments"]({ parentId: null }, actor, silentCaller);
  const externals = await directory.useCases["directory.people"](
    { departmentId: null, below: false },
    actor,
    silentCaller,
  );
  return externals.total === 0 && departments.every(({ headCount, hasChildren }) => headCount <= 1 && !hasChildren);
}
