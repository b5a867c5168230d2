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
  /** `confirmed` false: known from this device's cache, the server could not be asked yet. */
  | { readonly state: "signed_in"; readonly me: Me; readonly confirmed: boolean };

export type SignIn = Omit<CallInput<"identity.signIn">, "hold"> & { hold?: "cookie" | "bearer" };

export interface SessionKeeper {
  readonly store: Store<Session>;
  /**
   * Asks the server whether it is set up and who is signed in; from now on again by itself while it is unreachable.
   * Resolves with the answer, or with whoever is remembered when the server is away or takes its time.
   */
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

/** So long an answer may take before what is remembered is shown. */
const patienceMs = 2_500;

/**
 * Who is signed in on this device; while the server cannot be asked, whoever is `remembered`. `changed` runs before the
 * store tells its listeners.
 */
export function createSession(
  http: HttpCall,
  timing: Timing,
  changed: (session: Session) => void,
  remembered: () => Promise<Me | null> = async () => null,
): SessionKeeper {
  const store = createStore<Session>({ state: "loading" });
  let started = false;
  let failures = 0;
  let cancelRetry: () => void = () => undefined;

  function become(session: Session): void {
    cancelRetry();
    changed(session);
    store.set(session);
    if (session.state !== "unreachable" && !isUnconfirmed(session)) failures = 0;
    else askAgainLater();
  }

  function askAgainLater(): void {
    cancelRetry();
    if (started) cancelRetry = timing.after(pauseAfter(failures++, timing), () => void load());
  }

  async function ask(): Promise<Session> {
    try {
      const { ready } = await http("company.status", {});
      if (!ready) return { state: "not_set_up" };
      return { state: "signed_in", me: await http("identity.me", {}), confirmed: true };
    } catch (error) {
      // A server that is stopping or has too much to do says nothing about the session.
      if (!(error instanceof Failure) || error.status >= 500 || error.status === 429) return { state: "unreachable" };
      return { state: "signed_out", ended: store.getSnapshot().state === "signed_in" };
    }
  }

  async function load(): Promise<void> {
    cancelRetry();
    const found = await ask();
    if (found.state === "unreachable") await remain();
    else become(found);
  }

  /** A session is not over because the network is. */
  async function remain(): Promise<void> {
    const me = store.getSnapshot().state === "signed_in" ? null : await remembered();
    const now = store.getSnapshot();
    if (now.state !== "signed_in") become(me ? { state: "signed_in", me, confirmed: false } : { state: "unreachable" });
    else if (!now.confirmed) askAgainLater();
  }

  /** Resolves when the answer took too long and somebody is remembered. */
  function tooLong(): { done: Promise<void>; cancel(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = timing.after(patienceMs, async () => {
      const me = await remembered();
      if (!me || store.getSnapshot().state !== "loading") return;
      become({ state: "signed_in", me, confirmed: false });
      resolve();
    });
    return { done: promise, cancel };
  }

  return {
    store,
    load,
    async start() {
      started = true;
      const slow = tooLong();
      await Promise.race([load(), slow.done]);
      slow.cancel();
    },
    stop() {
      started = false;
      cancelRetry();
    },
    wake() {
      const now = store.getSnapshot();
      if (started && (now.state === "unreachable" || isUnconfirmed(now))) void load();
    },
    async signIn({ hold = "cookie", ...input }) {
      const { me, token } = await http("identity.signIn", { ...input, hold });
      become({ state: "signed_in", me, confirmed: true });
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

function isUnconfirmed(session: Session): boolean {
  return session.state === "signed_in" && !session.confirmed;
}
