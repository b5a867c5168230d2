import type { Socket } from "node:net";
import { type ConversationId, closeCodes, type PrincipalId, type SessionId } from "@qunxin/protocol";
import type { WebSocket } from "ws";
import { encodeFrame } from "./frame.ts";
import type { Turn } from "./turn.ts";

/** The way out to one device. Nothing is queued without bound for a device that reads too slowly. */
export interface Connection {
  readonly personId: PrincipalId;
  readonly sessionId: SessionId;
  /** Whether the session behind it still lives. */
  readonly lives: () => Promise<boolean>;
  /** Conversations whose entries it gets; kept by the hub. */
  readonly subscriptions: Set<ConversationId>;
  /** Sends the first frame; whatever was to be sent before is dropped, since the client fetches everything after it. */
  greet(hello: Buffer): void;
  /** Answers and events of one's own: must arrive, or the socket is closed. */
  send(frame: Buffer): void;
  /** Shared entries up to `to`; a slow device is told of the gap instead. */
  entries(conversationId: ConversationId, frame: Buffer, to: number): void;
  /** Entries up to `to` were not sent. */
  gap(conversationId: ConversationId, to: number): void;
  /** Dropped when there is much to do. */
  volatile(frame: Buffer): void;
  /** Nothing of that conversation concerns this device any more. */
  forget(conversationId: ConversationId): void;
  close(code: number): void;
}

export interface ConnectionDeps {
  /** The stream under the WebSocket: whole frames are written to it, which mixes with ws's own control frames. */
  readonly stream: Socket;
  readonly ws: WebSocket;
  readonly turn: Turn;
  readonly personId: PrincipalId;
  readonly sessionId: SessionId;
  readonly lives: () => Promise<boolean>;
  readonly limits: OutgoingLimits;
}

export interface OutgoingLimits {
  /** More than this unread by the kernel: the connection is parked. */
  readonly parkBytes: number;
  /** Parked this long it is closed, to come back and catch up. */
  readonly parkMs: number;
  /** So much may wait for a parked connection. */
  readonly maxQueuedBytes: number;
}

export const outgoingLimits: OutgoingLimits = { parkBytes: 64 * 1024, parkMs: 30_000, maxQueuedBytes: 512 * 1024 };

const closeWithinMs = 2_000;

export function createConnection({ stream, ws, turn, limits, ...who }: ConnectionDeps): Connection {
  let queue: Buffer[] = [];
  let queuedBytes = 0;
  let parked: NodeJS.Timeout | null = null;
  let open = false;
  let closed = false;
  const gaps = new Map<ConversationId, number>();

  function enqueue(frame: Buffer): void {
    if (closed || !open) return;
    queue.push(frame);
    queuedBytes += frame.length;
    if (parked && queuedBytes > limits.maxQueuedBytes) close(closeCodes.resync);
    else if (!parked) turn.flushLater(flush);
  }

  /** Everything due in one write. */
  function flush(): void {
    if (parked || queue.length === 0 || !stream.writable) return;
    const due = queue;
    queue = [];
    queuedBytes = 0;
    stream.cork();
    for (const frame of due) stream.write(frame);
    stream.uncork();
    if (stream.writableLength > limits.parkBytes) park();
  }

  function park(): void {
    parked = setTimeout(() => close(closeCodes.resync), limits.parkMs);
    stream.once("drain", unpark);
  }

  function unpark(): void {
    if (!parked || closed) return;
    clearTimeout(parked);
    parked = null;
    for (const [c, to] of gaps) queue.push(encodeFrame({ k: "gap", c, to }));
    gaps.clear();
    turn.flushLater(flush);
  }

  function close(code: number): void {
    if (closed) return;
    flush();
    closed = true;
    queue = [];
    gaps.clear();
    if (parked) clearTimeout(parked);
    ws.close(code);
    // Whoever does not read will not answer the closing either.
    setTimeout(() => ws.terminate(), closeWithinMs).unref();
  }

  ws.once("close", () => {
    closed = true;
    queue = [];
    if (parked) clearTimeout(parked);
  });

  return {
    ...who,
    subscriptions: new Set(),
    greet(hello) {
      open = true;
      enqueue(hello);
    },
    send: enqueue,
    entries(conversationId, frame, to) {
      if (parked) gaps.set(conversationId, to);
      else enqueue(frame);
    },
    gap(c, to) {
      if (parked) gaps.set(c, to);
      else enqueue(encodeFrame({ k: "gap", c, to }));
    },
    volatile(frame) {
      if (!parked) enqueue(frame);
    },
    forget: (conversationId) => void gaps.delete(conversationId),
    close,
  };
}
