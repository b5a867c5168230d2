import { fail, type PrincipalId } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import { activePerson } from "./accounts.ts";
import type { Parts } from "./parts.ts";
import { actorsChanged } from "./sessions.ts";
import { base32, keyUri } from "./totp.ts";

type SecondFactorCalls = Pick<
  UseCasesOf<"identity">,
  | "identity.secondFactor"
  | "identity.enrolSecondFactor"
  | "identity.confirmSecondFactor"
  | "identity.renewRecoveryCodes"
  | "identity.removeSecondFactor"
  | "identity.resetSecondFactor"
>;

/** One's own second factor, each change of it with one's password, and taking a lost one away as an administrator. */
export function secondFactorUseCases(parts: Parts): SecondFactorCalls {
  const { reading, transact, company, directory, passwords, secondFactors, sessions } = parts;
  return {
    "identity.secondFactor": (_args, actor) => secondFactors.state(actor.id),
    "identity.enrolSecondFactor": async ({ password }, actor) => {
      await passwords.demand(actor, password);
      const secret = await secondFactors.begin(actor.id);
      const [person, info] = await Promise.all([directory.person(reading, actor.id), company.info()]);
      const uri = keyUri(secret, info?.name ?? "", person?.account ?? person?.name ?? "");
      return { secret: base32(secret), uri };
    },
    "identity.confirmSecondFactor": async ({ code }, actor) => ({
      recoveryCodes: await secondFactors.confirm(actor.id, code, async (tx) => {
        await sessions.endOf(tx, [actor.id], actor.sessionId);
        tx.afterCommit(() => tell(parts, actor.id, "second factor set up"));
      }),
    }),
    "identity.renewRecoveryCodes": async ({ password }, actor) => {
      await passwords.demand(actor, password);
      return { recoveryCodes: await secondFactors.renewRecoveryCodes(actor.id) };
    },
    "identity.removeSecondFactor": async ({ password }, actor) => {
      await passwords.demand(actor, password);
      const person = await directory.person(reading, actor.id);
      const { administrators } = (await company.policy()).secondFactor;
      if (administrators && person?.administrator) fail("identity/second_factor_required");
      await transact(async (tx) => {
        if (!(await secondFactors.remove(tx, actor.id))) return;
        tx.afterCommit(() => tell(parts, actor.id, "second factor removed"));
      });
      return {};
    },
    "identity.resetSecondFactor": async ({ personId }, actor) => {
      // One's own goes with the password: whoever holds an administrator's session must not take it away.
      if (personId === actor.id) fail("access/permission_denied", { right: "administrator" });
      await transact(async (tx) => {
        const person = await activePerson(parts, tx, personId);
        if (!(await secondFactors.remove(tx, person.id))) return;
        await sessions.endOf(tx, [person.id]);
        tx.afterCommit(() => tell(parts, person.id, "second factor reset", actor.id));
      });
      return {};
    },
  };
}

function tell({ bus, log }: Parts, personId: PrincipalId, what: string, by?: PrincipalId): void {
  bus.publish(actorsChanged, { personIds: [personId] });
  log.info({ personId, by }, what);
}
