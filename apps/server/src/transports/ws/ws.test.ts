import { type ClientMessageId, type ConversationId, closeCodes, limits } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import { openDevice, openSocketWorld, type SocketWorld } from "./testing.ts";

let world: SocketWorld;
let [lin, wei, ana]: Actor[] = [];
let group: ConversationId;
type Device = Awaited<ReturnType<SocketWorld["device"]>>;

beforeAll(async () => {
  world = await openSocketWorld({ incoming: { callsPerSecond: 50, burst: 100 } });
  [lin, wei, ana] = await world.add(3);
  group = await world.group([lin as Actor, wei as Actor]);
});
afterAll(() => world.close());

const send = (device: Device, text: string, conversationId = group) =>
  device.call("messages.send", {
    conversationId,
    clientId: newId<ClientMessageId>(),
    text,
    mentions: [],
    mentionAll: false,
    replyToSeq: null,
  });

test("a socket without a session, with an ended one, or from a foreign page is refused", async () => {
  expect(await openDevice(world.url, {}).refused).toBe(401);
  expect(await openDevice(world.url, { authorization: "Bearer nobody" }).refused).toBe(401);
  const { token } = (await world.device(lin as Actor)).session;
  const cookie = `qunxin_session=${token}`;
  expect(await openDevice(world.url, { cookie, origin: "https://evil.example" }).refused).toBe(403);
  const secure = `__Host-${cookie}`;
  expect(await openDevice(world.url, { cookie: secure, origin: "https://evil.example" }).refused).toBe(403);
  const named = openDevice(world.url, { cookie: `qunxin_session=planted; ${secure}` });
  await named.until("hello", ([first]) => first?.k === "hello" && first.me === lin?.id);
  const own = openDevice(world.url, { cookie, origin: world.url.replace(/^ws/, "http").replace("/api/socket", "") });
  await own.until("hello", ([first]) => first?.k === "hello" && first.me === lin?.id);
});

test("nobody and no place takes all sockets: one too many is refused by a code, and one that closes makes room", async () => {
  const crowd = await openSocketWorld({ standing: { perPerson: 3, perAddress: 4 } });
  const [lin, wei] = await crowd.add(2);
  const [own, other] = [await crowd.device(lin as Actor), await crowd.device(wei as Actor)];
  const opened = (session: typeof own.session, from: string) => {
    const headers = { authorization: `Bearer ${session.token}`, "x-forwarded-for": from };
    return openDevice(crowd.url, headers);
  };
  const [second, third] = [opened(own.session, "198.51.100.7"), opened(own.session, "198.51.100.7")];
  for (const device of [second, third]) await device.until("hello", ([first]) => first?.k === "hello");
  expect(await opened(own.session, "203.0.113.1").refused).toBe(429);
  const rest = [opened(other.session, "198.51.100.7"), opened(other.session, "198.51.100.7")];
  for (const device of rest) await device.until("hello", ([first]) => first?.k === "hello");
  other.ws.close();
  await other.closed;
  expect(await opened(other.session, "198.51.100.7").refused).toBe(429);
  second.ws.close();
  await second.closed;
  const again = () => {
    const device = opened(other.session, "198.51.100.7");
    return Promise.race([device.refused, device.until("hello", ([first]) => first?.k === "hello")]);
  };
  await expect.poll(again, { timeout: 10_000 }).toBe(undefined);
  await crowd.close();
});

test("a message reaches every member's devices, and the sender's answer tells its seq", async () => {
  const [sender, reader] = [await world.device(lin as Actor), await world.device(wei as Actor)];
  const answer = await send(sender, "你好");
  await reader.until("the message", () => reader.entriesOf(group).some(({ seq }) => seq === answer.seq));
  await sender.until("its own message", () => sender.entriesOf(group).some(({ seq }) => seq === answer.seq));
  expect(reader.entriesOf(group).at(-1)?.body).toMatchObject({ kind: "message", text: "你好" });
});

test("whoever is added is told of the conversation and gets what follows; whoever is removed is told the reason", async () => {
  const [owner, newcomer] = [await world.device(lin as Actor), await world.device(ana as Actor)];
  const selection = { people: [ana?.id], departments: [], groups: [], except: [] } as never;
  await owner.call("groups.addMembers", { groupId: group, selection });
  await newcomer.until("conversation.added", () => newcomer.events().some(({ type }) => type === "conversation.added"));
  const { seq } = await send(owner, "welcome");
  await newcomer.until("the welcome", () => newcomer.entriesOf(group).some((entry) => entry.seq === seq));
  await owner.call("groups.removeMembers", { groupId: group, members: [ana?.id as never] });
  await newcomer.until("conversation.removed", () =>
    newcomer.events().some((event) => event.type === "conversation.removed" && event.reason === "removed"),
  );
  const last = await send(owner, "gone");
  await owner.until("the last message", () => owner.entriesOf(group).some((entry) => entry.seq === last.seq));
  expect(newcomer.entriesOf(group).at(-1)?.seq).toBe(seq);
});

test("a read mark moved on one device is told to the person's other devices only", async () => {
  const [one, other, lins] = [
    await world.device(wei as Actor),
    await world.device(wei as Actor),
    await world.device(lin as Actor),
  ];
  const { seq } = await send(lins, "read me");
  await one.call("conversations.markRead", { conversationId: group, seq });
  await other.until("conversation.read", () =>
    other.events().some((event) => event.type === "conversation.read" && event.readSeq === seq),
  );
  expect(lins.events().filter(({ type }) => type === "conversation.read")).toEqual([]);
});

test("typing reaches the others, and nobody hears their own", async () => {
  const [watcher, typist] = [await world.device(lin as Actor), await world.device(wei as Actor)];
  await typist.call("messages.typing", { conversationId: group });
  await watcher.until("typing", () => watcher.events().some(({ type }) => type === "typing"));
  expect(typist.events().some(({ type }) => type === "typing")).toBe(false);
});

test("presence is told to those who watch when the first device comes and the last one goes", async () => {
  const [watcher, stranger] = [await world.device(lin as Actor), await world.device(ana as Actor)];
  const zoe = await world.one();
  expect(await watcher.call("presence.watch", { ids: [zoe.id, (ana as Actor).id] })).toEqual({ online: [ana?.id] });
  const devices = [await world.device(zoe), await world.device(zoe)];
  const told = () => watcher.events().flatMap((event) => (event.type === "presence" ? [event.online] : []));
  await watcher.until("zoe online", () => told().length === 1);
  for (const { ws, closed } of devices) {
    ws.close();
    await closed;
  }
  await watcher.until("zoe offline", () => told().length === 2);
  expect(told()).toEqual([true, false]);
  expect(stranger.events().filter(({ type }) => type === "presence")).toEqual([]);
});

test("ending a session closes its sockets at once, and only those", async () => {
  const [ended, other] = [await world.device(wei as Actor), await world.device(wei as Actor)];
  await world.revoke(other, wei as Actor, ended.session.sessionId);
  expect(await ended.closed).toBe(closeCodes.signedOut);
  await other.call("conversations.list", {});
});

test("broken frames and frames over the limit close the socket; too many calls are told to wait", async () => {
  const broken = await world.device(wei as Actor);
  broken.ws.send("{");
  expect(await broken.closed).toBe(closeCodes.protocol);
  const huge = await world.device(wei as Actor);
  huge.ws.send("x".repeat(limits.frameBytes + 1));
  expect(await huge.closed).toBe(1009);
  const eager = await world.device(wei as Actor);
  const calls = Array.from({ length: 300 }, () => eager.call("messages.typing", { conversationId: group }));
  const outcomes = await Promise.allSettled(calls);
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused[0]).toMatchObject({ reason: { code: "request/rate_limited" } });
  expect(refused.length).toBeGreaterThan(100);
});
