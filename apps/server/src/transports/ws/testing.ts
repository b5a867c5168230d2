import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ClientMessageId,
  type ConversationId,
  Failure,
  type ServerFrame,
  type SessionId,
} from "@qunxin/protocol";
import { WebSocket } from "ws";
import { openWorld } from "../../domains/groups/testing.ts";
import { createIdentity } from "../../domains/identity/index.ts";
import { type ConversationLog, logChanged } from "../../domains/log/index.ts";
import { createMessages, type MessagesDeps } from "../../domains/messages/index.ts";
import { type Bus, newsLost } from "../../platform/bus.ts";
import type { Actor, UseCases } from "../../platform/caller.ts";
import { systemClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { createLog } from "../../platform/log.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { createDispatch } from "../dispatch.ts";
import { createRefusals } from "../refusals.ts";
import { createSockets, type SocketsDeps } from "./index.ts";

/** Groups, messages and the socket door on a database of their own; nothing is replaced but, if asked, the bus. */
export async function openSocketWorld(
  options: Partial<Pick<SocketsDeps, "incoming" | "outgoing" | "standing" | "patienceMs" | "rings">> & {
    bus?: (bus: Bus) => Bus;
    /** Stands between the sockets and the log: to let answers of the store come late, or fail. */
    asked?: (log: ConversationLog) => ConversationLog;
  } = {},
) {
  const world = await openWorld(await cloneDatabase());
  const logger = createLog("silent");
  const ports = {} as MessagesDeps["ports"];
  const identity = createIdentity({ ...world, clock: systemClock, secret: Buffer.alloc(32), log: logger });
  const messages = createMessages({ ...world, clock: systemClock, jobs: { enqueue: async () => undefined }, ports });
  const useCases = { ...world.groups.useCases, ...messages.useCases, ...identity.useCases } as UseCases;
  const refusals = createRefusals({ log: logger, clock: systemClock });
  const dispatch = createDispatch({ useCases, ready: async () => true, log: logger, refusals, checkOutput: true });
  const { bus: wrap = (bus: Bus) => bus, asked = (log: ConversationLog) => log, ...limits } = options;
  const sockets = createSockets({
    ...world,
    ...limits,
    bus: wrap(world.bus),
    log: asked(world.log),
    clock: systemClock,
    dispatch,
    messages,
    authenticateHashed: identity.authenticateHashed,
    sessionsAlive: identity.sessionsAlive,
    logger,
    refusals,
    version: "test",
  });
  ports.live = sockets.live;
  const server = createServer();
  sockets.attach(server);
  const url = await listen(server);
  return {
    ...world,
    identity,
    messages,
    sockets,
    url,
    /** A session of that person, and a device on it, greeted. */
    async device(actor: Actor) {
      await world.pool.query(
        "insert into credentials (person_id, password_hash, changed_at) values ($1, '', now()) on conflict do nothing",
        [actor.id],
      );
      const session = await identity.openSession(actor.id, { name: "test", kind: "api", address: "" });
      const device = openDevice(url, { authorization: `Bearer ${session.token}` });
      await device.until("hello", (frames) => frames.some(({ k }) => k === "hello"));
      return { ...device, session };
    },
    /** Signs a device out from another of the same person, who has a password from then on. */
    async revoke(from: Pick<Device, "call">, actor: Actor, sessionId: SessionId) {
      const password = "Correct-horse-7";
      await world.transact((tx) => identity.setFirstPassword(tx, actor.id, password));
      await from.call("identity.revokeDevice", { sessionId, password });
    },
    async close() {
      await sockets.stop();
      refusals.close();
      server.close();
      await world.close();
    },
  };
}

/** One text said in a group, as a client says it. */
export function say(
  device: Pick<Device, "call">,
  conversationId: ConversationId,
  text: string,
  more: Partial<CallInput<"messages.send">> = {},
) {
  const clientId = newId<ClientMessageId>();
  const rest = { mentions: [], mentionAll: false, replyToSeq: null, ...more };
  return device.call("messages.send", { conversationId, clientId, text, ...rest });
}

type Device = ReturnType<typeof openDevice>;

export type SocketWorld = Awaited<ReturnType<typeof openSocketWorld>>;

/** A bare socket that keeps every frame. */
export function openDevice(url: string, headers: Record<string, string>) {
  const ws = new WebSocket(url, { headers, perMessageDeflate: false });
  const frames: ServerFrame[] = [];
  const answers = new Map<number, (frame: ServerFrame) => void>();
  let lastId = 0;
  const closed = new Promise<number>((done) => ws.once("close", done));
  const refused = new Promise<number>((done) =>
    ws.once("unexpected-response", (_, { statusCode }) => done(statusCode ?? 0)),
  );
  ws.on("error", () => undefined);
  ws.on("message", (data) => {
    const frame = JSON.parse(String(data)) as ServerFrame;
    frames.push(frame);
    if (frame.k === "ok" || frame.k === "fail") answers.get(frame.id)?.(frame);
  });
  return {
    ws,
    frames,
    closed,
    refused,
    /** Entries of a conversation in the order they came. */
    entriesOf: (id: string) => frames.flatMap((frame) => (frame.k === "entries" && frame.c === id ? frame.e : [])),
    events: () => frames.flatMap((frame) => (frame.k === "event" ? [frame.event] : [])),
    call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
      const id = ++lastId;
      return new Promise((done, failed) => {
        answers.set(id, (frame) => {
          if (frame.k === "ok") done(frame.output as CallOutput<N>);
          if (frame.k === "fail") failed(new Failure(frame.error.code as never, frame.error.params));
        });
        ws.send(JSON.stringify({ k: "call", id, call: name, input }));
      });
    },
    /** Waits until the frames so far satisfy; says what was awaited if they never do. */
    async until(what: string, holds: (frames: readonly ServerFrame[]) => boolean, withinMs = 8_000): Promise<void> {
      for (const end = Date.now() + withinMs; !holds(frames); ) {
        if (Date.now() > end) throw new Error(`${what} did not come; last: ${JSON.stringify(frames.slice(-3))}`);
        await new Promise((wake) => setTimeout(wake, 10));
      }
    },
  };
}

/** A bus on which news of the log comes late and out of order, not at all, or shortened as between processes. */
export function unruly(
  random: () => number,
  { loses = () => false, shortens = () => false }: { loses?: () => boolean; shortens?: () => boolean } = {},
): (bus: Bus) => Bus {
  return (bus) => ({
    ...bus,
    subscribe(topic, handler) {
      if (topic.name !== logChanged.name) return bus.subscribe(topic, handler);
      return bus.subscribe(topic, (payload) => {
        const news = shortens() ? (topic.shrink?.(payload) ?? payload) : payload;
        if (!loses()) setTimeout(() => handler(news), random() * 30);
      });
    },
  });
}

/** A bus that for the sockets goes deaf: of all that is published they hear nothing but that news was lost. */
export function deafenable(): { bus: (bus: Bus) => Bus; deafen: (on: boolean) => void } {
  let deaf = false;
  return {
    bus: (bus) => ({
      ...bus,
      subscribe: (topic, handler) =>
        bus.subscribe(topic, (payload) => {
          if (!deaf || topic.name === newsLost.name) handler(payload);
        }),
    }),
    deafen(on) {
      deaf = on;
    },
  };
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/socket`));
  });
}
