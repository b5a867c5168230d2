import { type ConversationId, defaultPolicy, type NotificationSettings, type PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { openTalk, type Talk } from "../messages/testing.ts";
import { confirmAsked, createNotifications } from "./index.ts";
import { createPushKeys } from "./push-keys.ts";
import { sendDue } from "./push-sending.ts";
import { openPushService } from "./push-service.testing.ts";

let talk: Talk;
let service: Awaited<ReturnType<typeof openPushService>>;
let notifications: ReturnType<typeof createNotifications>;
let [lin, wei, ana]: [Actor, Actor, Actor] = [] as never;
let group: ConversationId;
const secret = Buffer.alloc(32, 1);
const log = { warn: () => undefined } as never;

beforeAll(async () => {
  [talk, service] = [await openTalk(), await openPushService()];
  notifications = createNotifications({ ...talk, secret, log, guard: service.guard });
});
beforeEach(async () => {
  [lin, wei, ana] = (await talk.add(3)) as [Actor, Actor, Actor];
  group = await talk.group([lin, wei, ana], { name: "项目组" });
});
afterAll(async () => {
  await service.close();
  await talk.close();
});

/** Somebody's browser that takes pushes, in a session of its own. */
async function subscribed(actor: Actor, status = 201) {
  await talk.pool.query(
    `insert into sessions (id, person_id, token_hash, device_name, device_kind, address, created_at, last_seen_at, expires_at)
     values ($1::uuid, $2, decode(md5($1::uuid::text), 'hex'), 't', 'web', '', now(), now(), '2030-01-01')`,
    [actor.sessionId, actor.id],
  );
  const browser = service.browser();
  browser.answerWith(status);
  await notifications.useCases["notifications.subscribePush"](browser.subscription, actor, {} as never);
  return browser;
}

const set = (actor: Actor, change: Partial<NotificationSettings>) =>
  notifications.useCases["notifications.set"](change, actor, {} as never);
const stored = (seq: number, conversationId = group) => notifications.consumer([{ conversationId, seqs: [seq] }]);

/** Everything that is due by then is sent. */
async function push(afterMs = 3_000): Promise<void> {
  talk.clock.moveBy(afterMs);
  const keys = createPushKeys({ ...talk, secret });
  while ((await sendDue({ ...talk, keys, guard: service.guard, log })) > 0);
}

const name = async ({ id }: Actor) =>
  (await talk.pool.query<{ name: string }>("select name from people where id = $1", [id])).rows[0]?.name;

test("a message reaches the closed browsers of those who have not read it, once, and says what policy and person allow", async () => {
  const [weis, anas, lins] = [await subscribed(wei), await subscribed(ana), await subscribed(lin)];
  await set(ana, { preview: false });
  const { seq } = await talk.send(lin, group, "三点开会");
  await stored(seq);
  await stored(seq);
  await push(1_000);
  expect(weis.received).toEqual([]);
  await push();
  await stored(seq);
  await push();
  const [{ payload, headers } = {} as never] = weis.received;
  expect(weis.received).toHaveLength(1);
  expect(payload).toMatchObject({ kind: "message", conversationId: group, seq, title: "项目组", unread: 1 });
  expect(payload.body).toBe(`${await name(lin)}: 三点开会`);
  expect(headers).toMatchObject({ "content-encoding": "aes128gcm", ttl: "86400", urgency: "normal" });
  expect(headers.topic).toMatch(/^[\w-]{1,32}$/);
  expect(anas.received.map((one) => one.payload.body)).toEqual(["你有新消息"]);
  expect(lins.received).toEqual([]);
  await talk.setPolicy({ notifications: { ...defaultPolicy.notifications, pushContent: false } });
  await stored((await talk.send(lin, group, "秘密")).seq);
  await push();
  expect(JSON.stringify(weis.received.at(-1))).not.toMatch(/秘密|项目组/);
  await talk.setPolicy({ notifications: defaultPolicy.notifications });
});

test("what was read, recalled or left meanwhile, and who signed out, is not pushed; what was shown is withdrawn", async () => {
  const [weis, anas] = [await subscribed(wei), await subscribed(ana)];
  const first = await talk.send(lin, group, "1");
  await stored(first.seq);
  await talk.call("conversations.markRead", wei, { conversationId: group, seq: first.seq });
  await talk.pool.query("update sessions set ended_at = now() where id = $1", [ana.sessionId]);
  await push();
  expect([weis.received, anas.received]).toEqual([[], []]);
  const second = await talk.send(lin, group, "2");
  await stored(second.seq);
  await push();
  await talk.call("messages.recall", lin, { conversationId: group, seq: second.seq });
  await stored(second.seq + 1);
  await push();
  const unsent = await talk.send(lin, group, "never");
  await stored(unsent.seq);
  await talk.call("messages.recall", lin, { conversationId: group, seq: unsent.seq });
  await push();
  expect(weis.received.map(({ payload }) => [payload.kind, payload.seq, payload.body !== ""])).toEqual([
    ["message", second.seq, true],
    ["withdraw", second.seq, false],
  ]);
  const third = await talk.send(lin, group, "3");
  await stored(third.seq);
  await talk.call("groups.removeMembers", lin, { groupId: group, members: [wei.id] });
  await push();
  expect(weis.received).toHaveLength(2);
});

test("a push says which conversations that the browser was told of were read since, and no others", async () => {
  const weis = await subscribed(wei);
  const [other, third] = [
    await talk.group([lin, wei], { name: "别组" }),
    await talk.group([lin, wei], { name: "三组" }),
  ];
  const told = async (id: ConversationId) => {
    const { seq } = await talk.send(lin, id, "1");
    await stored(seq, id);
    await push();
    return seq;
  };
  const seq = await told(group);
  await told(other);
  await talk.call("conversations.markRead", wei, { conversationId: group, seq });
  // Told of by nobody: there is no notice to be closed.
  const untold = await talk.send(lin, third, "1");
  await talk.call("conversations.markRead", wei, { conversationId: third, seq: untold.seq });
  await told(other);
  expect(weis.received.map(({ payload }) => payload.read)).toEqual([{}, {}, { [group]: seq }]);
});

test("a service that is busy is asked again, one that knows the browser no more ends the subscription", async () => {
  const [busy, gone] = [await subscribed(wei, 503), await subscribed(ana, 410)];
  const { seq } = await talk.send(lin, group, "1");
  await stored(seq);
  await push();
  busy.answerWith(201);
  gone.answerWith(201);
  await push(6_000);
  expect(busy.received).toHaveLength(1);
  await stored((await talk.send(lin, group, "2")).seq);
  await push();
  expect([busy.received.length, gone.received.length]).toEqual([2, 0]);
});

test("muted conversations and quiet times are quiet, but for mentions and what is urgent, by policy", async () => {
  const weis = await subscribed(wei);
  const bodies = () => weis.received.map(({ payload }) => payload.body.split(": ")[1]);
  await talk.call("conversations.set", wei, { conversationId: group, muted: true });
  const send = async (text: string, more = {}) => stored((await talk.send(lin, group, text, more)).seq);
  await send("quiet");
  await send("mention", { mentions: [wei.id] });
  await push();
  expect(bodies()).toEqual(["mention"]);
  await talk.call("conversations.set", wei, { conversationId: group, muted: false });
  const until = new Date(talk.clock.now().getTime() + 60_000).toISOString();
  await set(wei, { pausedUntil: until });
  await send("paused");
  await send("urgent", { urgent: true });
  await push();
  expect(weis.received.map(({ payload }) => payload.urgent)).toEqual([false, true]);
  await talk.setPolicy({
    notifications: { pushContent: true, mentionsBreakThrough: false, urgentBreaksThrough: false },
  });
  await send("mention again", { mentions: [wei.id] });
  await send("urgent again", { urgent: true });
  await push();
  expect(weis.received).toHaveLength(2);
  await talk.setPolicy({ notifications: defaultPolicy.notifications });
});

test("who has not confirmed is reminded, in the page and by push; who has is left alone", async () => {
  const [weis, anas] = [await subscribed(wei), await subscribed(ana)];
  const { seq } = await talk.send(lin, group, "请回执", { confirm: true });
  await stored(seq);
  await push();
  await talk.call("messages.confirm", ana, { conversationId: group, seq });
  const told: PrincipalId[] = [];
  const end = talk.bus.subscribe(confirmAsked, ({ personIds }) => told.push(...personIds));
  await talk.call("messages.nudge", lin, { conversationId: group, seq });
  const { payload, task } = talk.queued.at(-1) as (typeof talk.queued)[0];
  await notifications.tasks[task as keyof typeof notifications.tasks](payload, { last: false });
  end();
  await push();
  expect(told).toEqual([wei.id]);
  expect(weis.received.map((one) => one.payload.kind)).toEqual(["message", "reminder"]);
  expect(weis.received.at(-1)?.payload.body).toMatch(/^\[请确认收到\] /);
  expect(anas.received.map((one) => one.payload.kind)).toEqual(["message"]);
});

test("settings are one's own, kept part by part, and refused for a zone that is none", async () => {
  expect((await set(wei, { sound: false })).settings).toMatchObject({ sound: false, timeZone: "Asia/Shanghai" });
  expect((await set(wei, { preview: false })).settings).toMatchObject({ sound: false, preview: false });
  await expect(set(wei, { timeZone: "Mars/Olympus" })).rejects.toMatchObject({ code: "notifications/time_zone" });
});

test("the key pair is made once, is the same on every node, and reads only with the installation's secret", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => createPushKeys({ ...talk, secret })()));
  expect(one?.publicKey).toEqual(other?.publicKey);
  expect(one?.privateKey).toEqual(other?.privateKey);
  await expect(createPushKeys({ ...talk, secret: Buffer.alloc(32, 2) })()).rejects.toThrow();
});
