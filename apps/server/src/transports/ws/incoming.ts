import { randomUUID } from "node:crypto";
import { ClientFrame, closeCodes, type WireError } from "@qunxin/protocol";
import type { WebSocket } from "ws";
import type { Actor, Caller } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Connection } from "./connection.ts";
import { encodeFrame } from "./frame.ts";

export type Dispatch = (
  name: string,
  input: unknown,
  actor: Actor,
  caller: Caller,
) => Promise<{ output: unknown } | { error: WireError }>;

export interface IncomingDeps {
  readonly ws: WebSocket;
  readonly connection: Connection;
  readonly dispatch: Dispatch;
  /** The actor as of now; null once the session has ended. */
  readonly actor: () => Promise<Actor | null>;
  readonly caller: (requestId: string) => Caller;
  /** Told of a call that came too soon. */
  readonly limited: (call: string, requestId: string) => void;
  readonly clock: Clock;
  readonly limits: IncomingLimits;
}

export interface IncomingLimits {
  readonly callsPerSecond: number;
  readonly burst: number;
  /** Calls under way at once; beyond that, nothing is read from the socket until some are answered. */
  readonly inFlight: number;
}

export const incomingLimits: IncomingLimits = { callsPerSecond: 100, burst: 300, inFlight: 64 };

/** The calls of one socket. */
export interface Serving {
  /** Resolves at the first moment when every call that came has been answered. */
  idle(): Promise<void>;
}

/** Reads calls from a socket and answers them, each under the number it came with. */
export function serveCalls({ ws, connection, dispatch, actor, caller, limited, clock, limits }: IncomingDeps): Serving {
  const bucket = createBucket(clock, limits);
  let inFlight = 0;
  let idle = Promise.withResolvers<void>();

  async function answer({ id, call, input }: ClientFrame): Promise<void> {
    const requestId = randomUUID();
    const retryAfterMs = bucket.take();
    if (retryAfterMs > 0) {
      limited(call, requestId);
      return fail(id, { code: "request/rate_limited", params: { retryAfterMs }, requestId });
    }
    const now = await actor();
    if (!now) return connection.close(closeCodes.signedOut);
    const result = await dispatch(call, input, now, caller(requestId));
    if ("error" in result) fail(id, result.error);
    else connection.send(encodeFrame({ k: "ok", id, output: result.output }));
  }

  function fail(id: number, error: WireError): void {
    connection.send(encodeFrame({ k: "fail", id, error }));
  }

  ws.on("message", (data, isBinary) => {
    const frame = isBinary ? null : parse(String(data));
    if (!frame) return connection.close(closeCodes.protocol);
    inFlight += 1;
    if (inFlight >= limits.inFlight) ws.pause();
    void answer(frame)
      .catch(() => connection.close(closeCodes.resync))
      .finally(() => {
        inFlight -= 1;
        if (inFlight === 0) {
          idle.resolve();
          idle = Promise.withResolvers();
        }
        if (ws.isPaused && inFlight < limits.inFlight) ws.resume();
      });
  });
  return { idle: async () => (inFlight === 0 ? undefined : idle.promise) };
}

function parse(text: string): ClientFrame | null {
  try {
    const parsed = ClientFrame.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A token bucket; `take` answers 0, or how many ms to wait. */
function createBucket(clock: Clock, { callsPerSecond, burst }: IncomingLimits): { take(): number } {
  let tokens = burst;
  let at = clock.now().getTime();
  return {
    take() {
      const now = clock.now().getTime();
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * callsPerSecond);
      at = now;
      if (tokens < 1) return Math.ceil(((1 - tokens) / callsPerSecond) * 1000);
      tokens -= 1;
      return 0;
    },
  };
}
