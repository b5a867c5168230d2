import {
  type CallArgs,
  type CallName,
  type CallOutput,
  type ErrorCode,
  Failure,
  limits,
  type PrincipalId,
} from "@qunxin/protocol";
import { createReceiptUnion } from "./receipts-union.ts";
import type { Connection, Socket, SocketNews } from "./socket.ts";
import { createStore } from "./store.ts";
import type { Tabs } from "./tabs.ts";
import { type Timing, Unreachable } from "./transport.ts";

type Outcome =
  | { readonly output: unknown }
  | { readonly code: ErrorCode; readonly params: Record<string, unknown> }
  | null;
type Relayed = "entries" | "gap" | "event" | "signedOut";

const callTimeoutMs = 15_000;
/** A leader that says nothing for that long is asleep or stuck. */
const leaderSilentMs = 4_000;

/**
 * One socket for all tabs of a person: the leading tab holds it, the others hear what it brings and send their calls
 * through it. When the lead passes on, the next tab opens a socket of its own and everybody catches up.
 */
export function createSharedSocket(
  openOwn: (news: SocketNews) => Socket,
  tabs: Tabs,
  timing: Timing,
  news: SocketNews,
): Socket {
  const connection = createStore<Connection>("offline");
  const own = openOwn({
    ...news,
    entries: relay("entries"),
    gap: relay("gap"),
    event: relay("event"),
    signedOut: relay("signedOut"),
  });
  const through = createCallsThrough(tabs, timing, () => askLeader());
  const watched = createWatchUnion(own, tabs.id);
  const receipts = createReceiptUnion(own);
  let wanted = false;
  let stopWaiting: () => void = () => undefined;

  function relay(what: Relayed): (payload?: unknown) => void {
    return (payload) => {
      tabs.post("news", { what, payload });
      news[what](payload as never);
    };
  }

  /** Whoever leads says how things are; one that says nothing is relieved. */
  function askLeader(): void {
    stopWaiting();
    stopWaiting = timing.after(leaderSilentMs, () => wanted && !tabs.leading.getSnapshot() && tabs.takeOver());
    tabs.post("ask", null);
  }

  function follow(): void {
    through.abandon();
    stopWaiting();
    if (!wanted) return;
    if (tabs.leading.getSnapshot()) {
      own.start();
      return;
    }
    own.stop();
    watched.reset();
    connection.set("connecting");
    askLeader();
  }

  /** Makes a call of a tab on the own socket. */
  function callFor(tab: string, name: CallName, input: unknown): Promise<unknown> {
    if (name === "presence.watch") return watched.watch(tab, input as never);
    if (name === "receipts.watch") return receipts.watch(tab, input as never);
    return own.call(name, input as never);
  }

  function serve(from: string, { id, name, input }: { id: number; name: string; input: unknown }): void {
    const answer = (outcome: Outcome) => tabs.post("answer", { id, outcome }, from);
    callFor(from, name as CallName, input).then(
      (output) => answer({ output }),
      (error: unknown) => answer(error instanceof Failure ? { code: error.code, params: error.params } : null),
    );
  }

  own.connection.subscribe(() => {
    if (!tabs.leading.getSnapshot()) return;
    connection.set(own.connection.getSnapshot());
    tabs.post("connection", connection.getSnapshot());
  });
  tabs.leading.subscribe(follow);
  tabs.on("news", ({ what, payload }: { what: Relayed; payload: unknown }) => wanted && news[what](payload as never));
  tabs.on("connection", (now: Connection) => {
    stopWaiting();
    if (!wanted || tabs.leading.getSnapshot()) return;
    const before = connection.getSnapshot();
    if (now !== "online") through.abandon();
    connection.set(now);
    if (now === "online" && before !== "online") news.online();
  });
  tabs.on("ask", (_: null, from) => {
    if (!tabs.leading.getSnapshot()) return;
    tabs.post("connection", own.connection.getSnapshot(), from);
    // Another tab is let in by the server: this one should ask again, too.
    if (!wanted) news.refused();
    else own.wake();
  });
  tabs.on("call", (call: { id: number; name: string; input: unknown }, from) => {
    if (tabs.leading.getSnapshot()) serve(from, call);
  });
  tabs.on("bye", (_: null, from) => {
    watched.forget(from);
    receipts.forget(from);
  });

  return {
    connection,
    start() {
      if (wanted) return;
      wanted = true;
      follow();
    },
    stop() {
      wanted = false;
      stopWaiting();
      through.abandon();
      own.stop();
      watched.reset();
      tabs.post("bye", null);
      connection.set("offline");
    },
    wake() {
      if (tabs.leading.getSnapshot()) own.wake();
      else if (wanted) askLeader();
    },
    call(name, input) {
      if (connection.getSnapshot() !== "online") return Promise.reject(new Unreachable());
      if (!tabs.leading.getSnapshot()) return through.call(name, input);
      return callFor(tabs.id, name as CallName, input);
    },
  };
}

/** Calls that go through the leading tab. */
function createCallsThrough(tabs: Tabs, timing: Timing, silent: () => void) {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let lastId = 0;
  tabs.on("answer", ({ id, outcome }: { id: number; outcome: Outcome }) => waiting.get(id)?.(outcome));
  return {
    call(name: string, input: unknown): Promise<unknown> {
      return new Promise((done, failed) => {
        const id = ++lastId;
        const cancel = timing.after(callTimeoutMs, () => {
          waiting.get(id)?.(null);
          silent();
        });
        waiting.set(id, (outcome) => {
          waiting.delete(id);
          cancel();
          if (outcome === null) failed(new Unreachable());
          else if ("code" in outcome) failed(new Failure(outcome.code, outcome.params));
          else done(outcome.output);
        });
        tabs.post("call", { id, name, input });
      });
    },
    abandon() {
      for (const end of [...waiting.values()]) end(null);
    },
  };
}

/** A socket watches one set of people: here what all tabs look at, the latest that asked first. */
function createWatchUnion(socket: Socket, ownTab: string) {
  const sets = new Map<string, readonly PrincipalId[]>();
  return {
    async watch(tab: string, { ids }: CallArgs<"presence.watch">): Promise<unknown> {
      sets.delete(tab);
      sets.set(tab, ids);
      const all = [...new Set([...sets.values()].reverse().flat())].slice(0, limits.presencePerWatch);
      const answer = (await socket.call("presence.watch", { ids: all })) as CallOutput<"presence.watch">;
      return { online: answer.online.filter((id) => ids.includes(id)) };
    },
    forget: (tab: string) => void sets.delete(tab),
    /** Another tab leads, or will: the others tell it anew. */
    reset() {
      const mine = sets.get(ownTab);
      sets.clear();
      if (mine) sets.set(ownTab, mine);
    },
  };
}
