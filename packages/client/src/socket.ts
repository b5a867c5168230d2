import { closeCodes, type ServerEvent, type ServerFrame } from "@qunxin/protocol";
import { pauseAfter } from "./backoff.ts";
import { toFailure } from "./http.ts";
import { createStore, type Store } from "./store.ts";
import { type SocketLike, type Timing, type Transport, Unreachable } from "./transport.ts";

export type Connection = "offline" | "connecting" | "online";

/** What the socket brings besides answers. */
export interface SocketNews {
  /** A socket is open and subscribed to everything: whatever was missed before can be fetched now. */
  online(): void;
  entries(frame: Extract<ServerFrame, { k: "entries" }>): void;
  gap(frame: Extract<ServerFrame, { k: "gap" }>): void;
  event(event: ServerEvent): void;
  /** The session ended: sign in again. */
  signedOut(): void;
  /** A try came to nothing: the network is away, or the server refuses this session. */
  refused(): void;
}

export interface Socket {
  readonly connection: Store<Connection>;
  /** Keeps a socket open from now on, coming back after every cut. */
  start(): void;
  stop(): void;
  /** Tries at once instead of waiting out the pause, for when the network is known to be back. */
  wake(): void;
  /** @throws Failure, Unreachable when the socket is not open or was cut before the answer */
  call(name: string, input: unknown): Promise<unknown>;
}

interface Waiting {
  done(output: unknown): void;
  failed(error: Error): void;
  cancel(): void;
}

const callTimeoutMs = 15_000;
const helloTimeoutMs = 15_000;

/** One socket per device, with pauses that grow and differ from client to client. */
export function createSocket(url: string, transport: Transport, timing: Timing, news: SocketNews): Socket {
  const connection = createStore<Connection>("offline");
  const waiting = new Map<number, Waiting>();
  let socket: SocketLike | null = null;
  let cancelTimer: () => void = () => undefined;
  let wanted = false;
  let failures = 0;
  let lastId = 0;

  function open(): void {
    cancelTimer();
    connection.set("connecting");
    let own: SocketLike;
    try {
      own = transport.openSocket(url);
    } catch {
      retryLater();
      return;
    }
    socket = own;
    cancelTimer = timing.after(helloTimeoutMs, () => lost(own));
    own.onmessage = (event: { data: unknown }) => socket === own && receive(String(event.data));
    own.onerror = () => undefined;
    own.onclose = (event: { code: number }) => lost(own, event.code);
  }

  /** The socket is gone, whether it said so or stopped answering. */
  function lost(own: SocketLike, code?: number): void {
    if (socket !== own) return;
    const greeted = connection.getSnapshot() === "online";
    socket = null;
    own.onclose = null;
    own.close();
    abandonCalls();
    if (code === closeCodes.signedOut) {
      stop();
      news.signedOut();
      return;
    }
    // Others are there already, and to each their share: no need to wait.
    if (greeted && code === closeCodes.moved && wanted) open();
    else retryLater();
    if (!greeted) news.refused();
  }

  function retryLater(): void {
    cancelTimer();
    if (!wanted) {
      connection.set("offline");
      return;
    }
    connection.set("offline");
    cancelTimer = timing.after(pauseAfter(failures, timing), open);
    failures += 1;
  }

  function receive(text: string): void {
    const frame = JSON.parse(text) as ServerFrame;
    switch (frame.k) {
      case "hello":
        cancelTimer();
        failures = 0;
        connection.set("online");
        news.online();
        return;
      case "ok":
        settle(frame.id)?.done(frame.output);
        return;
      case "fail":
        settle(frame.id)?.failed(toFailure(frame.error as never));
        return;
      case "entries":
        news.entries(frame);
        return;
      case "gap":
        news.gap(frame);
        return;
      case "event":
        news.event(frame.event);
        return;
      default:
        // A newer server may say more than this client knows.
        frame satisfies never;
    }
  }

  function settle(id: number): Waiting | undefined {
    const found = waiting.get(id);
    waiting.delete(id);
    found?.cancel();
    return found;
  }

  function abandonCalls(): void {
    for (const id of [...waiting.keys()]) settle(id)?.failed(new Unreachable());
  }

  function stop(): void {
    wanted = false;
    cancelTimer();
    const own = socket;
    socket = null;
    own?.close();
    abandonCalls();
    connection.set("offline");
  }

  return {
    connection,
    start() {
      if (wanted) return;
      wanted = true;
      failures = 0;
      open();
    },
    stop,
    wake() {
      if (wanted && !socket) open();
    },
    call(name, input) {
      const own = socket;
      if (!own || connection.getSnapshot() !== "online") return Promise.reject(new Unreachable());
      return new Promise((done, failed) => {
        const id = ++lastId;
        // No answer for that long means a dead line that nobody closed.
        const cancel = timing.after(callTimeoutMs, () => lost(own));
        waiting.set(id, { done, failed, cancel });
        own.send(JSON.stringify({ k: "call", id, call: name, input }));
      });
    },
  };
}
