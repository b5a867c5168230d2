import { timingSafeEqual } from "node:crypto";
import { type CallArgs, Failure, fail, type PrincipalId } from "@qunxin/protocol";
import { createAttemptLimit, networkOf } from "../../platform/attempt-limit.ts";
import type { UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { hashSecret, newSecret } from "../../platform/ids.ts";
import type { OnboardingDeps } from "./deps.ts";
import { deleteSetupCode, lockSetupCode, saveSetupCode } from "./store.ts";

/**
 * Makes a new one-time code for the set-up page, voiding the one before; null when the company is set up. Only its hash
 * is kept, so it can be shown once.
 */
export async function issueSetupCode({ company, clock, transact }: OnboardingDeps): Promise<string | null> {
  if (await company.info()) return null;
  const code = newSecret(18);
  await transact((tx) => saveSetupCode(tx, hashSecret(code), clock.now()));
  return code;
}

/** From one address, before it must wait. */
const wrongCodes = { attempts: 10, windowMs: 5 * 60_000, name: "codes" };

/** Founds the company with its root department and first administrator, who is signed in on the browser that asked. */
export function setUp(deps: OnboardingDeps): UseCase<"company.setUp"> {
  const wrong = createAttemptLimit(deps, wrongCodes);
  return async (args, _actor, caller) => {
    const network = networkOf(caller.address);
    wrong.judge(network);
    const administratorId = await deps
      .transact((tx) => redeemCode(deps, tx, args))
      .catch((error) => {
        if (error instanceof Failure && error.code === "company/setup_code") wrong.note(network);
        throw error;
      });
    const { token } = await deps.identity.openSession(administratorId, {
      name: "",
      kind: "web",
      address: caller.address,
    });
    caller.cookie.set(token);
    return { administratorId };
  };
}

/** The lock on the code's row decides a race: who comes second finds the code gone. */
async function redeemCode(deps: OnboardingDeps, tx: Tx, args: CallArgs<"company.setUp">): Promise<PrincipalId> {
  const expected = await lockSetupCode(tx);
  if (!expected || (await deps.company.info())) fail("company/already_set_up");
  if (!timingSafeEqual(expected, hashSecret(args.code))) fail("company/setup_code");
  return foundCompany(deps, tx, args);
}

/** Creates the company, its root department and its first administrator. Any set-up code is void from then on. */
export async function foundCompany(
  { company, directory, identity }: OnboardingDeps,
  tx: Tx,
  { company: info, administrator }: Pick<CallArgs<"company.setUp">, "company" | "administrator">,
): Promise<PrincipalId> {
  await deleteSetupCode(tx);
  await company.found(tx, info);
  const departmentId = await directory.createRoot(tx, info.name);
  const { password, ...person } = administrator;
  const administratorId = await directory.addFirstAdministrator(tx, { ...person, departmentId });
  await identity.setFirstPassword(tx, administratorId, password, info.name);
  return administratorId;
}
