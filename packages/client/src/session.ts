import { type CallInput, Failure, type Me } from "@qunxin/protocol";
import { pauseAfter } from "./backoff.ts";
import type { HttpCall } from "./http.ts";
import { createStore, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export type Session =
  | { readonly state: "loading" }
  | { readonly state: "unreachable" }
  | { readonly state: "not_set_up" }
  /** `ended`: there was a session until a moment ago. */
  | { readonly state: "signed_out"; readonly ended: boolean }
  | { readonly state: "signed_in"; readonly me: Me };

export type SignIn = Omit<CallInput<"identity.signIn">, "hold"> & { hold?: "cookie" | "bearer" };

export interface SessionKeeper {
  readonly store: Store<Session>;
  /** Asks the server whether it is set up and who is signed in; from now on again by itself while it is unreachable. */
  start(): Promise<void>;
  /** Asks no more by itself. */
  stop(): void;
  /** Asks at once instead of waiting out the pause. */
  wake(): void;
  /** Asks once. */
  load(): Promise<void>;
  /** Answers the bearer token, if one was asked for. @throws Failure, Unreachable */
  signIn(input: SignIn): Promise<string | null>;
  signOut(): Promise<void>;
  ended(): void;
}

/** Who is signed in on this device. `changed` runs before the store tells its listeners. */
export function createSession(http: HttpCall, timing: Timing, changed: (session: Session) => void): SessionKeeper {
  const store = createStore<Session>({ state: "loading" });
  let started = false;
  let failures = 0;
  let cancelRetry: () => void = () => undefined;

  function become(session: Session): void {
    cancelRetry();
    changed(session);
    store.set(session);
    if (session.state !== "unreachable") failures = 0;
    else if (started) cancelRetry = timing.after(pauseAfter(failures++, timing), () => void load());
  }

  async function ask(): Promise<Session> {
    try {
      const { ready } = await http("company.status", {});
      if (!ready) return { state: "not_set_up" };
      return { state: "signed_in", me: await http("identity.me", {}) };
    } catch (error) {
      // A server that is stopping or has too much to do says nothing about the session.
      if (!(error instanceof Failure) || error.status >= 500 || error.status === 429) return { state: "unreachable" };
      return { state: "signed_out", ended: store.getSnapshot().state === "signed_in" };
    }
  }

  async function load(): Promise<void> {
    cancelRetry();
    const found = await ask();
    // A session is not over because the network is.
    if (found.state === "unreachable" && store.getSnapshot().state === "signed_in") return;
    become(found);
  }

  return {
    store,
    load,
    start() {
      started = true;
      return load();
    },
    stop() {
      started = false;
      cancelRetry();
    },
    wake() {
      if (started && store.getSnapshot().state === "unreachable") void load();
    },
    async signIn({ hold = "cookie", ...input }) {
      const { me, token } = await http("identity.signIn", { ...input, hold });
      become({ state: "signed_in", me });
      return token;
    },
    async signOut() {
      await http("identity.signOut", {});
      become({ state: "signed_out", ended: false });
    },
    ended() {
      if (store.getSnapshot().state === "signed_in") become({ state: "signed_out", ended: true });
    },
  };
}
