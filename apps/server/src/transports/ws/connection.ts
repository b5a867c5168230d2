import type { Socket } from "node:net";
import { type ConversationId, closeCodes, type PrincipalId, type SessionId } from "@qunxin/protocol";
import type { WebSocket } from "ws";
import { sockets } from "../../platform/metrics.ts";
import { encodeFrame } from "./frame.ts";
import type { Backlog } from "./ring.ts";
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
  /** Shared entries, kept in the backlog under that number: a slow device takes them from there when it has drained. */
  entries(backlog: Backlog, number: number, frame: Buffer): void;
  /** Entries up to the backlog's last seq were not sent. */
  gap(backlog: Backlog): void;
  /** Dropped when there is much to do. */
  volatile(frame: Buffer): void;
  /** Nothing of that conversation concerns this device any more. */
  forget(backlog: Backlog): void;
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
/** Close codes by their names. */
const reasons: Record<number, string> = Object.fromEntries(
  Object.entries(closeCodes).map(([name, code]) => [code, name]),
);
/** So much is copied into one piece; above that, handing the pieces over costs less. */
const joinBytes = 16 * 1024;

export function createConnection({ stream, ws, turn, limits, ...who }: ConnectionDeps): Connection {
  let queue: Buffer[] = [];
  let queuedBytes = 0;
  let parked: NodeJS.Timeout | null = null;
  let open = false;
  let closed = false;
  let reason = "gone";
  sockets.opened.inc();
  sockets.open.inc();
  /** Where it lags, and the number of the frame it is to get next there. */
  let behind: Map<Backlog, number> | null = null;

  function put(frame: Buffer): void {
    queue.push(frame);
    queuedBytes += frame.length;
  }

  function enqueue(frame: Buffer): void {
    if (closed || !open) return;
    put(frame);
    if (parked && queuedBytes > limits.maxQueuedBytes) close(closeCodes.resync);
    else if (!parked) turn.flushLater(flush);
  }

  /** Everything due in one write. */
  function flush(): void {
    if (parked || closed || !stream.writable) return;
    catchUp();
    if (queue.length > 0) writeQueue();
    if (stream.writableLength > limits.parkBytes) park();
    else if (behind) turn.flushLater(flush);
  }

  function writeQueue(): void {
    const due = queue;
    const bytes = queuedBytes;
    sockets.framesPerWrite.observe(due.length);
    sockets.bytesPerWrite.observe(bytes);
    queue = [];
    queuedBytes = 0;
    if (due.length === 1) stream.write(due[0] as Buffer);
    else if (bytes <= joinBytes) stream.write(Buffer.concat(due, bytes));
    else {
      stream.cork();
      for (const frame of due) stream.write(frame);
      stream.uncork();
    }
  }

  /** Takes from the backlogs what fits into one write; behind the ring's end there is a gap to tell of. */
  function catchUp(): void {
    for (const [backlog, from] of behind ?? []) {
      for (let number = from; ; number++) {
        if (queuedBytes > limits.parkBytes) return void behind?.set(backlog, number);
        const frame = backlog.frame(number);
        if (frame === "none") break;
        put(frame === "gone" ? gapFrame(backlog) : frame);
        if (frame === "gone") break;
      }
      forget(backlog);
    }
  }

  function lag(backlog: Backlog, number: number): void {
    behind ??= new Map();
    if (behind.has(backlog)) return;
    behind.set(backlog, number);
    backlog.hold();
  }

  function forget(backlog: Backlog): void {
    if (!behind?.delete(backlog)) return;
    backlog.release();
    if (behind.size === 0) behind = null;
  }

  function park(): void {
    parked = setTimeout(() => close(closeCodes.resync), limits.parkMs);
    sockets.parked.inc();
    stream.once("drain", unpark);
  }

  function endPark(): void {
    if (!parked) return;
    clearTimeout(parked);
    parked = null;
    sockets.parked.dec();
  }

  function unpark(): void {
    if (!parked || closed) return;
    endPark();
    turn.flushLater(flush);
  }

  function end(): void {
    closed = true;
    queue = [];
    endPark();
    for (const backlog of behind?.keys() ?? []) forget(backlog);
  }

  function close(code: number): void {
    if (closed) return;
    if (!parked && queue.length > 0 && stream.writable) writeQueue();
    end();
    reason = reasons[code] ?? "other";
    ws.close(code);
    // Whoever does not read will not answer the closing either.
    setTimeout(() => ws.terminate(), closeWithinMs).unref();
  }

  ws.once("close", () => {
    end();
    sockets.open.dec();
    sockets.closed.inc({ reason });
  });
  const lagsIn = (backlog: Backlog) => parked !== null || (behind?.has(backlog) ?? false);

  return {
    ...who,
    subscriptions: new Set(),
    greet(hello) {
      open = true;
      enqueue(hello);
    },
    send: enqueue,
    entries(backlog, number, frame) {
      if (closed || !open) return;
      if (lagsIn(backlog)) lag(backlog, number);
      else enqueue(frame);
    },
    gap(backlog) {
      if (closed || !open) return;
      if (lagsIn(backlog)) lag(backlog, lost);
      else enqueue(gapFrame(backlog));
    },
    volatile(frame) {
      if (!parked) enqueue(frame);
    },
    forget,
    close,
  };
}

/** The number of a frame that is in no ring. */
const lost = -1;

function gapFrame(backlog: Backlog): Buffer {
  sockets.gaps.inc();
  return encodeFrame({ k: "gap", c: backlog.id, to: backlog.lastSeq() });
}
