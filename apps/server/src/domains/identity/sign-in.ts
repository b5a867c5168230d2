import {
  type CallArgs,
  type CallOutput,
  Failure,
  fail,
  type Me,
  type PrincipalId,
  type SessionId,
} from "@qunxin/protocol";
import { networkOf } from "../../platform/attempt-limit.ts";
import type { Caller, UseCasesOf } from "../../platform/caller.ts";
import type { Person } from "../directory/index.ts";
import type { SignInAttempt } from "./authenticator.ts";
import { readCredential } from "./credential-store.ts";
import type { Parts } from "./parts.ts";

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
    "identity.me": (_args, actor, caller) => describe(parts, actor.id, actor.sessionId, caller),
  };
}

async function signIn(
  parts: Parts,
  { login, password, device, hold }: CallArgs<"identity.signIn">,
  caller: Caller,
): Promise<CallOutput<"identity.signIn">> {
  const { sessions, log } = parts;
  const person = await admit(parts, { login, password }, caller);
  const { token, sessionId } = await sessions.open(person.id, { ...device, address: caller.address });
  log.info({ personId: person.id, sessionId, address: caller.address }, "signed in");
  if (hold === "cookie") caller.cookie.set(token);
  return { me: await describe(parts, person.id, sessionId, caller), token: hold === "bearer" ? token : null };
}

async function admit(
  { door, passwords, addresses, log }: Parts,
  attempt: SignInAttempt,
  { address }: Caller,
): Promise<Person> {
  addresses.judge(networkOf(address));
  try {
    const person = await door.prove(attempt).catch((error) => {
      if (error instanceof Failure) addresses.note(networkOf(address));
      throw error;
    });
    // Only who knows the password learns that the account is disabled, or the password too old.
    if (person.status !== "active") fail("identity/disabled");
    if (await passwords.ranOut(person.id)) fail("identity/initial_password_expired");
    return person;
  } catch (error) {
    if (error instanceof Failure) log.warn({ address, code: error.code }, "sign-in refused");
    throw error;
  }
}

async function describe(
  { reading, company, directory }: Parts,
  personId: PrincipalId,
  sessionId: SessionId,
  { administration }: Caller,
): Promise<Me> {
  const [person, info, credential] = await Promise.all([
    directory.person(reading, personId),
    company.info(),
    readCredential(reading, personId),
  ]);
  if (!person || !info) return fail("identity/signed_out");
  const { id, name, account, kind, avatarUrl } = person;
  // Where nothing is administered, no screen shall offer it.
  const administrator = person.administrator && administration;
  const passwordChangeRequired = credential?.changeRequired ?? true;
  return { id, name, account, kind, avatarUrl, administrator, passwordChangeRequired, sessionId, company: info };
}
