import type {
  CallAccess,
  CallArgs,
  CallName,
  CallOutput,
  Calls,
  PrincipalId,
  PrincipalKind,
  SessionId,
} from "@qunxin/protocol";

/** The signed-in principal behind a call. */
export interface Actor {
  readonly id: PrincipalId;
  readonly kind: PrincipalKind;
  readonly administrator: boolean;
  readonly sessionId: SessionId;
  /** Until the first own password is set, only identity's calls are open to them. */
  readonly passwordChangeRequired: boolean;
}

/** What a use case may know of the request besides its input. */
export interface Caller {
  readonly requestId: string;
  /** Network address of the client, for limits and the device list. */
  readonly address: string;
  /** Whether the call came by a door that administers; by others nobody is an administrator. */
  readonly administration: boolean;
  /** Hands a session to the client as a cookie, or takes it away. Does nothing over a socket. */
  readonly cookie: { set(token: string): void; clear(): void };
}

type ActorOf<Access extends CallAccess> = Access extends "public" | "setup" ? null : Actor;

/** One use case as the transports mount it: input parsed, access judged. */
export type UseCase<Name extends CallName> = (
  args: CallArgs<Name>,
  actor: ActorOf<Calls[Name]["access"]>,
  caller: Caller,
) => Promise<CallOutput<Name>>;

/** A use case for every call of the contract; a missing one does not compile. */
export type UseCases = { [Name in CallName]: UseCase<Name> };

type InDomain<Domain extends string> = Extract<CallName, `${Domain}.${string}`>;

/** The use cases whose names begin with that domain: what its factory returns. */
export type UseCasesOf<Domain extends string> = { [Name in InDomain<Domain>]: UseCase<Name> };
