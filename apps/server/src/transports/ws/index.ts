import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { closeCodes, Failure, limits, type PrincipalId, type SessionId } from "@qunxin/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import type { ConversationLog } from "../../domains/log/index.ts";
import type { LivePort, Messages } from "../../domains/messages/index.ts";
import type { Bus } from "../../platform/bus.ts";
import type { Actor, Caller } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading } from "../../platform/database.ts";
import type { Log } from "../../platform/log.ts";
import { knownCall } from "../dispatch.ts";
import type { Refusals } from "../refusals.ts";
import { type Admitted, addressOf, admit, refuse, socketPath } from "./admission.ts";
import { type Connection, createConnection, type OutgoingLimits, outgoingLimits } from "./connection.ts";
import { encodeFrame } from "./frame.ts";
import { handOver } from "./hand-over.ts";
import { startHealing } from "./healing.ts";
import { createHub, type Hub } from "./hub.ts";
import { type Dispatch, type IncomingLimits, incomingLimits, type Serving, serveCalls } from "./incoming.ts";
import { createLive, type Live } from "./live.ts";
import { createAnnounce, createTellDraft, relayNews } from "./news.ts";
import { type RingLimits, ringLimits } from "./ring.ts";
import { createSocketCount, type SocketLimits, socketLimits } from "./socket-limit.ts";
import { createTurn } from "./turn.ts";

export interface SocketsDeps {
  readonly dispatch: Dispatch;
  /** By `hashedKey` of the session's token; null once the session has ended. */
  readonly authenticateHashed: (tokenHash: string) => Promise<Actor | null>;
  /** Those of the sessions that are alive, asked of the store. */
  readonly sessionsAlive: (ids: readonly SessionId[]) => Promise<ReadonlySet<SessionId>>;
  readonly log: ConversationLog;
  readonly messages: Messages;
  readonly reading: Reading;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Pick<Log, "error">;
  readonly refusals: Pick<Refusals, "note">;
  /** Told to clients in the first frame. */
  readonly version: string;
  readonly incoming?: Partial<IncomingLimits>;
  readonly outgoing?: Partial<OutgoingLimits>;
  readonly rings?: Partial<RingLimits>;
  readonly standing?: Partial<SocketLimits>;
  /** How long the delivery waits for a missing entry before it asks the store. */
  readonly patienceMs?: number;
}

/** The socket door: one WebSocket per device at `/api/socket`. */
export interface Sockets {
  readonly live: LivePort;
  /** Takes the server's upgrade requests; `administration`: by this door administrators are what they are. */
  attach(server: Server, administration?: boolean): void;
  /** Devices connected here. */
  connections(): number;
  /** Hands everybody over to other nodes, a few at a time, each when their calls are answered. */
  drain(): Promise<void>;
  /** Sends everybody away, to come back here or elsewhere. */
  dismiss(): void;
  /** Sends everybody away to reconnect, and waits until they are gone. */
  stop(): Promise<void>;
}

const pingEveryMs = 25_000;
const stopWithinMs = 3_000;

export function createSockets(deps: SocketsDeps): Sockets {
  const onError = (error: unknown) => deps.logger.error({ err: error }, "socket delivery failed");
  const turn = createTurn();
  const announce = createAnnounce(() => hub, deps.messages, onError);
  const hub: Hub = createHub({
    log: deps.log,
    reading: deps.reading,
    turn,
    onError,
    patienceMs: deps.patienceMs ?? 2_000,
    rings: { ...ringLimits, ...deps.rings },
    added: (personId, conversationId) => announce("conversation.added", personId, conversationId),
  });
  const live = createLive(hub, deps.bus, deps.clock);
  const incoming = { ...incomingLimits, ...deps.incoming };
  const outgoing = { ...outgoingLimits, ...deps.outgoing };
  const door = createDoor(deps, { hub, live, turn, incoming, outgoing, onError, servings: new Map() });
  const endNews = relayNews(
    deps.bus,
    hub,
    announce,
    createTellDraft(() => hub, deps.messages, onError),
  );
  const endHealing = startHealing({ ...deps, hub, onError });
  return {
    live,
    attach: (server, administration = true) => void server.on("upgrade", door.upgrade(administration)),
    drain: door.drain,
    dismiss() {
      for (const connection of [...hub.all()]) connection.close(closeCodes.stopping);
    },
    connections: () => [...hub.all()].length,
    async stop() {
      endNews();
      await door.stop();
      await endHealing();
      live.stop();
    },
  };
}

interface Parts {
  readonly hub: Hub;
  readonly live: Live;
  readonly turn: ReturnType<typeof createTurn>;
  readonly incoming: IncomingLimits;
  readonly outgoing: OutgoingLimits;
  readonly servings: Map<Connection, Serving>;
  readonly onError: (error: unknown) => void;
}

function createDoor(deps: SocketsDeps, parts: Parts) {
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, perMessageDeflate: false });
  const alive = new WeakSet<WebSocket>();
  // One listener for all: ten thousand idle sockets need no closure each.
  function answered(this: WebSocket): void {
    alive.add(this);
  }
  const standing = createSocketCount({ ...socketLimits, ...deps.standing });
  let stopping = false;

  const ping = setInterval(() => {
    for (const ws of server.clients) {
      if (!alive.has(ws)) ws.terminate();
      alive.delete(ws);
      ws.ping();
    }
  }, pingEveryMs);

  async function upgrade(
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    administration: boolean,
  ): Promise<void> {
    // A client that goes away while it is being judged must not end the process.
    stream.on("error", () => stream.destroy());
    if (request.url?.split("?")[0] !== socketPath) return refuse(stream, "request/unknown_call");
    if (stopping) return refuse(stream, "server/stopping");
    const address = addressOf(request);
    let personId: PrincipalId | null = null;
    try {
      const admitted = await admit(request, deps.authenticateHashed);
      personId = admitted.actor.id;
      standing.judge(admitted.actor.id, address);
      server.handleUpgrade(request, stream, head, (ws) => {
        alive.add(ws);
        ws.on("pong", answered);
        standing.add(ws, admitted.actor.id, address);
        receive(deps, parts, { ws, stream: stream as Socket, admitted, address, administration });
      });
    } catch (error) {
      const code = error instanceof Failure ? error.code : "server/unexpected";
      if (!(error instanceof Failure)) parts.onError(error);
      deps.refusals.note({ code, what: "socket", personId, address, requestId: "" });
      refuse(stream, code);
    }
  }

  return {
    upgrade: (administration: boolean) => (request: IncomingMessage, stream: Duplex, head: Buffer) =>
      void upgrade(request, stream, head, administration),
    async drain() {
      stopping = true;
      await handOver(parts.servings);
    },
    async stop() {
      stopping = true;
      clearInterval(ping);
      for (const connection of [...parts.hub.all()]) connection.close(closeCodes.stopping);
      const gone = [...server.clients].map((ws) => new Promise((done) => ws.once("close", done)));
      const tooLong = setTimeout(() => {
        for (const ws of server.clients) ws.terminate();
      }, stopWithinMs);
      await Promise.all(gone);
      clearTimeout(tooLong);
    },
  };
}

interface Arrival {
  readonly ws: WebSocket;
  readonly stream: Socket;
  readonly admitted: Admitted;
  readonly address: string;
  readonly administration: boolean;
}

/** Takes an admitted device in: subscribed first, greeted after, so that nothing falls in between. */
function receive(deps: SocketsDeps, parts: Parts, arrival: Arrival): void {
  const { hub, live, turn, servings, onError } = parts;
  const { ws, stream, admitted, address, administration } = arrival;
  const { id: personId, sessionId } = admitted.actor;
  const lives = async () => (await deps.authenticateHashed(admitted.tokenHash)) !== null;
  const connection = createConnection({ stream, ws, turn, personId, sessionId, lives, limits: parts.outgoing });
  ws.on("error", () => ws.terminate());
  ws.once("close", () => {
    hub.disconnect(connection);
    servings.delete(connection);
    live.went(connection);
  });
  const serving = serveCalls({
    ws,
    connection,
    dispatch: deps.dispatch,
    actor: () => deps.authenticateHashed(admitted.tokenHash),
    caller: (requestId) => callerOver(connection, live, { requestId, address, administration }),
    limited: (call, requestId) =>
      deps.refusals.note({ code: "request/rate_limited", what: knownCall(call), personId, address, requestId }),
    clock: deps.clock,
    limits: parts.incoming,
  });
  servings.set(connection, serving);
  hub.connect(connection).then(
    async () => {
      // Ended while the subscriptions were read: nobody has told this socket.
      if (!(await lives())) return connection.close(closeCodes.signedOut);
      const serverTime = deps.clock.now().toISOString();
      connection.greet(encodeFrame({ k: "hello", me: personId, serverTime, version: deps.version }));
      live.came(connection);
    },
    (error: unknown) => {
      onError(error);
      connection.close(closeCodes.resync);
    },
  );
}

function callerOver(connection: Connection, live: Live, about: Omit<Caller, "cookie">): Caller {
  const caller: Caller = { ...about, cookie: { set: () => undefined, clear: () => undefined } };
  live.bind(caller, connection);
  return caller;
}
