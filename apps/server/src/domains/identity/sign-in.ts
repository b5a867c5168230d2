import { type CallArgs, type CallOutput, type ErrorCode, Failure, fail, type Me } from "@qunxin/protocol";
import { networkOf } from "../../platform/attempt-limit.ts";
import type { Actor, Caller, UseCasesOf } from "../../platform/caller.ts";
import type { Person } from "../directory/index.ts";
import type { SignInAttempt } from "./authenticator.ts";
import type { Parts } from "./parts.ts";

/** What somebody who guesses gets. */
const guesses = new Set<ErrorCode>(["identity/wrong_credentials", "identity/wrong_code", "identity/locked"]);

type SignInCalls = Pick<UseCasesOf<"identity">, "identity.signIn" | "identity.signOut" | "identity.me">;

/** Coming in, going out, and who one is. */
export function signInUseCases(parts: Parts): SignInCalls {
  const { transact, sessions } = parts;
  return {
    "identity.signIn": (args, _actor, caller) => signIn(parts, args, caller),
    "identity.signOut": async (_args, actor, caller) => {
      await transact((tx) => sessions.end(tx, [actor.sessionId]));
      caller.cookie.clear();
      return {};
    },
    "identity.me": (_args, actor, caller) => describe(parts, actor, caller),
  };
}

async function signIn(
  parts: Parts,
  { login, password, code, device, hold }: CallArgs<"identity.signIn">,
  caller: Caller,
): Promise<CallOutput<"identity.signIn">> {
  const { sessions, log } = parts;
  const person = await admit(parts, { login, password, code }, caller);
  const { token, sessionId } = await sessions.open(person.id, { ...device, address: caller.address });
  log.info({ personId: person.id, sessionId, address: caller.address }, "signed in");
  const actor = (await sessions.actorOf(sessionId)) ?? fail("identity/signed_out");
  if (hold === "cookie") caller.cookie.set(token);
  return { me: await describe(parts, actor, caller), token: hold === "bearer" ? token : null };
}

async function admit(
  { door, passwords, secondFactors, addresses, log }: Parts,
  { code, ...attempt }: SignInAttempt & { code: string | undefined },
  { address }: Caller,
): Promise<Person> {
  addresses.judge(networkOf(address));
  try {
    const person = await door.prove(attempt);
    // Only who knows the password learns that the account is disabled, or the password too old.
    if (person.status !== "active") fail("identity/disabled");
    if (await passwords.ranOut(person.id)) fail("identity/initial_password_expired");
    await secondFactors.demand(person.id, code);
    return person;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (guesses.has(error.code)) addresses.note(networkOf(address));
    // Everybody with a second factor is asked for it first.
    if (error.code !== "identity/code_required") log.warn({ address, code: error.code }, "sign-in refused");
    throw error;
  }
}

async function describe({ reading, company, directory }: Parts, actor: Actor, { administration }: Caller): Promise<Me> {
  const { passwordChangeRequired, sessionId } = actor;
  const [person, info] = await Promise.all([directory.person(reading, actor.id), company.info()]);
  if (!person || !info) return fail("identity/signed_out");
  const { id, name, account, kind, avatarUrl } = person;
  // Where nothing is administered, no screen shall offer it.
  const administrator = actor.administrator && administration;
  const secondFactorRequired = person.administrator && administration && !administrator;
  const own = { id, name, account, kind, avatarUrl, administrator, secondFactorRequired };
  return { ...own, passwordChangeRequired, sessionId, company: info };
}
