import { type CallArgs, fail } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { Person } from "../directory/index.ts";
import type { Parts } from "./parts.ts";
import { actorsChanged } from "./sessions.ts";

type AccountCalls = Pick<
  UseCasesOf<"identity">,
  "identity.changePassword" | "identity.resetPassword" | "identity.setAdministrator"
>;

/** Changing passwords, one's own and as an administrator, and who is an administrator. */
export function accountUseCases(parts: Parts): AccountCalls {
  const { transact, bus, sessions, passwords, directory, log } = parts;
  return {
    "identity.changePassword": (args, actor) => changePassword(parts, args, actor),
    "identity.resetPassword": ({ personId }, actor) =>
      transact(async (tx) => {
        const person = await activePerson(parts, tx, personId);
        const temporaryPassword = await passwords.issueTemporary(tx, person.id);
        await sessions.endOf(tx, [person.id]);
        log.info({ personId, by: actor.id }, "password reset");
        return { temporaryPassword };
      }),
    "identity.setAdministrator": ({ personId, administrator }, actor) =>
      transact(async (tx) => {
        const person = await activePerson(parts, tx, personId);
        if (person.kind !== "employee") fail("directory/person_not_found");
        await directory.setAdministrator(tx, person.id, administrator);
        tx.afterCommit(() => bus.publish(actorsChanged, { personIds: [person.id] }));
        log.info({ personId, administrator, by: actor.id }, "administration changed");
        return {};
      }),
  };
}

async function changePassword(
  { reading, transact, bus, directory, passwords, sessions }: Parts,
  { current, next }: CallArgs<"identity.changePassword">,
  actor: Actor,
): Promise<Record<string, never>> {
  const person = (await directory.person(reading, actor.id)) ?? fail("identity/signed_out");
  await passwords.demand(person, current);
  if (next === current) fail("identity/same_password");
  await transact(async (tx) => {
    await passwords.choose(tx, person, next);
    await sessions.endOf(tx, [actor.id], actor.sessionId);
    tx.afterCommit(() => bus.publish(actorsChanged, { personIds: [actor.id] }));
  });
  return {};
}

/** @throws directory/person_not_found, directory/person_inactive */
export async function activePerson({ directory }: Pick<Parts, "directory">, tx: Tx, id: Person["id"]): Promise<Person> {
  const person = (await directory.person(tx, id)) ?? fail("directory/person_not_found");
  if (person.status !== "active") fail("directory/person_inactive");
  return person;
}
