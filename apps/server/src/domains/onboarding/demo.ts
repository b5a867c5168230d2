import { type DemoState, fail } from "@qunxin/protocol";
import { demoGuests } from "@qunxin/sample-company";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newSecret } from "../../platform/ids.ts";
import { demoActor, silentCaller } from "./demo-actor.ts";
import { type DemoStep, demoSteps } from "./demo-steps.ts";
import type { OnboardingDeps } from "./deps.ts";
import { foundCompany } from "./set-up.ts";
import {
  beginDemo,
  completeDemo,
  failDemo,
  lockDemoSteps,
  readDemo,
  readFirstPeople,
  readLoader,
  saveDemoProgress,
} from "./store.ts";

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

/**
 * Sets the demo company up without asking, for a look around: founds it unless there is a company, loads it to the end,
 * and answers whom one can sign in as, the administrator first. A company that was founded otherwise is left alone.
 */
export async function openDemo(deps: OnboardingDeps): Promise<DemoState["people"]> {
  if (!(await deps.company.info())) {
    const company = { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" } as const;
    const administrator = { name: "演示管理员", account: "admin", password: newPassword() };
    await deps.transact(async (tx) => {
      const administratorId = await foundCompany(deps, tx, { company, administrator });
      await beginDemo(tx, administratorId, [{ ...administrator, role: "企业管理员" }]);
      // Should this process end midway, the worker of the next one finishes.
      await deps.jobs.enqueue(tx, demoTask, {});
    });
  }
  await loadDemo(deps, { last: true });
  return (await readDemo(deps.reading)).people;
}

/**
 * The background task. Every step may be run again: what exists is found by its request key, and what is said is
 * recorded in one transaction with the progress. So a second run after a crash, or beside the first, does no harm. The
 * loading counts as failed when the `last` attempt did.
 */
export async function loadDemo(deps: OnboardingDeps, { last }: { last: boolean }): Promise<void> {
  const administratorId = await readLoader(deps.reading);
  if (!administratorId) return;
  try {
    const steps = await demoSteps(deps, demoActor(administratorId, true));
    for (const [index, step] of steps.entries()) {
      await deps.during(step.at, () => take(deps, step, { done: index + 1, total: steps.length }));
    }
    await deps.transact((tx) => finish(deps, tx));
  } catch (error) {
    if (last) await deps.transact((tx) => failDemo(tx));
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
  const people = await readFirstPeople(tx);
  const password = people[0]?.password ?? newPassword();
  for (const { login, role } of demoGuests) {
    const person = await directory.findForSignIn(login);
    // The administrator may bear an account of the cast, and keeps their own password.
    if (!person || person.id === administratorId) continue;
    await identity.setFirstPassword(tx, person.id, password);
    if (login === demoGuests[0]?.login) await directory.setAdministrator(tx, person.id, true);
    people.push({ name: person.name, account: login, password, role });
  }
  await completeDemo(tx, people);
}

function newPassword(): string {
  return `demo-${newSecret(6)}`;
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
