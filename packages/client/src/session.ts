import { type CallInput, Failure, type Me } from "@qunxin/protocol";
import type { HttpCall } from "./http.ts";
import { createStore, type Store } from "./store.ts";

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
  /** Asks the server whether it is set up and who is signed in. */
  load(): Promise<void>;
  /** Answers the bearer token, if one was asked for. @throws Failure, Unreachable */
  signIn(input: SignIn): Promise<string | null>;
  signOut(): Promise<void>;
  ended(): void;
}

/** Who is signed in on this device. `changed` runs before the store tells its listeners. */
export function createSession(http: HttpCall, changed: (session: Session) => void): SessionKeeper {
  const store = createStore<Session>({ state: "loading" });
  const become = (session: Session) => {
    changed(session);
    store.set(session);
  };

  async function ask(): Promise<Session> {
    try {
      const { ready } = await http("company.status", {});
      if (!ready) return { state: "not_set_up" };
      return { state: "signed_in", me: await http("identity.me", {}) };
    } catch (error) {
      if (!(error instanceof Failure)) return { state: "unreachable" };
      return { state: "signed_out", ended: store.getSnapshot().state === "signed_in" };
    }
  }

  return {
    store,
    async load() {
      const found = await ask();
      // A session is not over because the network is.
      if (found.state === "unreachable" && store.getSnapshot().state === "signed_in") return;
      become(found);
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
