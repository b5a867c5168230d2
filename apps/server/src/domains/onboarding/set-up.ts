import { timingSafeEqual } from "node:crypto";
import { type CallArgs, fail, type PrincipalId } from "@qunxin/protocol";
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

/** Founds the company with its root department and first administrator, who is signed in on the browser that asked. */
export function setUp(deps: OnboardingDeps): UseCase<"company.setUp"> {
  return async (args, _actor, caller) => {
    const administratorId = await deps.transact((tx) => foundCompany(deps, tx, args));
    const { token, expiresAt } = await deps.identity.openSession(administratorId, {
      name: "",
      kind: "web",
      address: caller.address,
    });
    caller.cookie.set(token, expiresAt);
    return { administratorId };
  };
}

/** The lock on the code's row decides a race: who comes second finds the code gone. */
async function foundCompany(deps: OnboardingDeps, tx: Tx, args: CallArgs<"company.setUp">): Promise<PrincipalId> {
  const { company, directory, identity } = deps;
  const expected = await lockSetupCode(tx);
  if (await company.info()) fail("company/already_set_up");
  if (!expected) fail("company/already_set_up");
  if (!timingSafeEqual(expected, hashSecret(args.code))) fail("company/setup_code");
  await deleteSetupCode(tx);
  await company.found(tx, args.company);
  const departmentId = await directory.createRoot(tx, args.company.name);
  const { password, ...person } = args.administrator;
  const administratorId = await directory.addFirstAdministrator(tx, { ...person, departmentId });
  await identity.setFirstPassword(tx, administratorId, password);
  return administratorId;
}
