import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ConversationId, emptySelection, messageFilePath, type PrincipalId } from "@qunxin/protocol";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownTables as logTables } from "./domains/log/retention-store.ts";
import { ownTables as messageTables } from "./domains/messages/forgetting-store.ts";
import { movableClock } from "./platform/clock.ts";
import { newId } from "./platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "./testing.ts";
import { call, type Door, hire, upload } from "./transports/http/files.testing.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let server: TestServer;
let wei: Door;
let ana: Door;
let anaId: PrincipalId;

beforeAll(async () => {
  server = await startTestServer({ clock });
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
  anaId = await hire(wei, "ana");
  ana = { url: server.url, headers: await signedIn(server, anaId) };
});
afterAll(() => server.close());

const query = async (text: string, values: unknown[] = []) => (await server.parts.pool.query(text, values)).rows;

/** Sessions run out while months go by. */
async function signInAgain(): Promise<void> {
  const [{ id }] = await query("select id from people where account = 'wei'");
  wei.headers = await signedIn(server, id);
  ana.headers = await signedIn(server, anaId);
}

/** What the worker does every hour. */
async function purge(): Promise<void> {
  await server.parts.groups.sweep();
}

async function makeGroup(type: "normal" | "all_staff" | "customer" = "normal"): Promise<ConversationId> {
  const selection = { ...emptySelection, people: type === "all_staff" ? [] : [anaId] };
  const group = { key: newId(), type, name: "项目组", selection, followDepartments: false };
  const made = await call(wei, "groups.create", group);
  expect(made.body).toMatchObject({ groupId: expect.any(String) });
  return made.body.groupId;
}

async function say(conversationId: ConversationId, text: string, more: object = {}): Promise<number> {
  const rest = { mentions: [], mentionAll: false, replyToSeq: null, ...more };
  const sent = await call(wei, "messages.send", { conversationId, clientId: newId(), text, ...rest });
  expect(sent.body).toMatchObject({ seq: expect.any(Number) });
  return sent.body.seq;
}

const seqs = async (conversationId: ConversationId) =>
  (await call(ana, "messages.history", { conversationId })).body.entries.map(({ seq }: { seq: number }) => seq);
const found = async (text: string) =>
  (await call(ana, "search.messages", { text, order: "newest", limit: 20 })).body.hits.length;
const blobs = () =>
  readdirSync(join(server.dataDir, "blobs"), { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).length;

test("A13 In a normal group a message aged 89 d 23 h is readable; aged 90 d + one purge cycle it is absent from history, search, files, API and push, and its bytes are gone from storage", async () => {
  const groupId = await makeGroup();
  const { id } = await upload(
    wei,
    "a.png",
    await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  );
  const before = blobs();
  const seq = await say(groupId, "第一季度奖金方案", { content: { type: "images", fileIds: [id] } });
  expect((await call(ana, "messages.react", { conversationId: groupId, seq, emoji: "👍", on: true })).status).toBe(200);
  expect((await call(ana, "favourites.add", { conversationId: groupId, seqs: [seq] })).status).toBe(200);
  await expect.poll(() => found("奖金方案")).toBe(1);
  const read = () =>
    fetch(server.url + messageFilePath({ conversationId: groupId, seq }, id, "thumb"), { headers: ana.headers });
  clock.moveBy(90 * dayMs - hourMs);
  await signInAgain();
  await purge();
  expect(await seqs(groupId)).toContain(seq);
  expect((await read()).status).toBe(200);
  clock.moveBy(hourMs + 1);
  await say(groupId, "新的一条");
  await purge();
  expect(await seqs(groupId)).not.toContain(seq);
  expect(await found("奖金方案")).toBe(0);
  expect((await read()).status).toBe(404);
  expect((await call(ana, "messages.get", { conversationId: groupId, seqs: [seq] })).body.entries).toEqual([]);
  expect((await call(ana, "favourites.list", {})).body.favourites ?? []).toEqual([]);
  const [summary] = (await call(ana, "conversations.list", {})).body.conversations;
  expect(summary).toMatchObject({ firstSeq: expect.any(Number), lastOrdinal: 2, readOrdinal: 1 });
  expect(summary.firstSeq).toBeGreaterThan(seq);
  // The bytes stay a day for a send that may be under way.
  clock.moveBy(2 * dayMs);
  await server.parts.files.sweep();
  await server.parts.files.sweep();
  expect(before).toBeGreaterThan(0);
  expect(blobs()).toBe(0);
});

test("A14 Extending the group's retention to 365 days before day 90 keeps the message; extension needs no payment", async () => {
  const groupId = await makeGroup();
  const seq = await say(groupId, "要留下的话");
  expect((await call(ana, "retention.setGroup", { groupId, days: 365 })).status).toBe(403);
  const set = await call(wei, "retention.setGroup", { groupId, days: 365 });
  expect(set.body).toMatchObject({ own: 365, days: 365 });
  clock.moveBy(200 * dayMs);
  await signInAgain();
  await purge();
  expect(await seqs(groupId)).toContain(seq);
  expect((await call(ana, "groups.get", { groupId })).body.retentionDays).toBe(365);
  clock.moveBy(166 * dayMs);
  await signInAgain();
  await purge();
  expect(await seqs(groupId)).not.toContain(seq);
});

test("A15 In an all-staff group no message is ever removed by retention", async () => {
  const groupId = await makeGroup("all_staff");
  const seq = await say(groupId, "公司成立");
  clock.moveBy(3_653 * dayMs);
  await signInAgain();
  await purge();
  expect(await seqs(groupId)).toContain(seq);
  expect((await call(wei, "retention.setGroup", { groupId, days: 30 })).body.code).toBe("groups/option_not_allowed");
});

test("A16 A customer group's retention is what its configuration says; with none set it takes the org default and the console shows that", async () => {
  const groupId = await makeGroup("customer");
  const shown = async () =>
    (await call(wei, "retention.groups", { query: "项目组" })).body.groups.find(
      (g: { id: string }) => g.id === groupId,
    );
  expect(await shown()).toMatchObject({ own: "policy", days: null });
  const policy = (await call(wei, "company.policy", {})).body;
  await call(wei, "company.setPolicy", { retention: { ...policy.retention, customerDays: 60 } });
  expect(await shown()).toMatchObject({ own: "policy", days: 60 });
  await call(wei, "retention.setGroup", { groupId, days: 40 });
  expect(await shown()).toMatchObject({ own: 40, days: 40 });
  const seq = await say(groupId, "您好");
  clock.moveBy(41 * dayMs);
  await signInAgain();
  await purge();
  expect(await seqs(groupId)).not.toContain(seq);
});

test("a preview counts what would go, of one group or of all, and nothing goes by it", async () => {
  await signInAgain();
  const groupId = await makeGroup();
  for (const text of ["一", "二", "三"]) await say(groupId, text);
  clock.moveBy(50 * dayMs);
  await signInAgain();
  const kept = await say(groupId, "四");
  const one = await call(wei, "retention.preview", { group: { groupId, days: 30 } });
  expect(one.body).toMatchObject({ groups: 1, messages: 3, files: 0, bytes: 0 });
  const all = await call(wei, "retention.preview", { normalDays: 45 });
  expect(all.body.most.map(({ id }: { id: string }) => id)).toContain(groupId);
  expect((await call(wei, "retention.preview", { normalDays: 3 })).body.code).toBe("policy/range");
  expect((await seqs(groupId)).length).toBe(5);
  await call(wei, "retention.setGroup", { groupId, days: 30 });
  await purge();
  expect(await seqs(groupId)).toEqual([kept, kept + 1]);
});

test("a long past goes in steps, and a purge that was interrupted goes on", async () => {
  const groupId = await makeGroup();
  await query(
    `with c as (update conversations set last_seq = last_seq + 1200, shown_seq = last_seq + 1200,
       last_ordinal = last_ordinal + 1200 where id = $1 returning last_seq, last_ordinal)
     insert into entries (conversation_id, seq, id, ordinal, author_id, kind, body, created_at)
     select $1, c.last_seq - 1200 + n, gen_random_uuid(), c.last_ordinal - 1200 + n, $2, 'message',
       '{"kind":"message","text":"x","mentions":[],"mentionAll":false,"replyTo":null}', $3
     from c, generate_series(1, 1200) n`,
    [groupId, anaId, clock.now()],
  );
  clock.moveBy(91 * dayMs);
  await signInAgain();
  const log = server.parts.log;
  const failing = server.parts.retentionPorts.forget;
  let steps = 0;
  failing.push(async () => {
    steps += 1;
    if (steps === 2) throw new Error("the power goes");
  });
  await expect(log.purge(groupId, new Date(clock.now().getTime() - 90 * dayMs))).rejects.toThrow("the power goes");
  failing.pop();
  const left = async () =>
    (await query("select count(*)::int as n from entries where conversation_id = $1", [groupId]))[0].n;
  expect(await left()).toBe(701);
  await purge();
  expect(await left()).toBe(0);
  const page = (await call(ana, "messages.history", { conversationId: groupId })).body;
  expect(page).toMatchObject({ entries: [], moreBefore: false, moreAfter: false });
  expect(await seqs(groupId)).toEqual([]);
  expect(await say(groupId, "后来")).toBe(1202);
});

test("every table that hangs on entries is purged with them, or kept for a reason", async () => {
  const kept: Record<string, string> = {
    outbox: "holds seqs for work to be done, and goes when it is done",
    push_deliveries: "holds no content, and goes by age",
    search_messages: "is purged by the search domain, as A13 shows",
  };
  const rows = await query(
    `select distinct c.table_name from information_schema.columns c
     join information_schema.columns s on s.table_name = c.table_name and s.column_name in ('seq', 'seqs')
     where c.table_schema = 'public' and c.column_name in ('conversation_id', 'conversation_ids')`,
  );
  const tables = rows.map(({ table_name: name }) => name).filter((name) => !/^search_messages_\d/.test(name));
  expect(tables.sort()).toEqual([...logTables, ...messageTables, ...Object.keys(kept)].sort());
});
