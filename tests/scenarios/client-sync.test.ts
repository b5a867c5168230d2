import { type Client, createClient, newKey, type Transport } from "@qunxin/client";
import { type NodeTransport, nodeTransport } from "@qunxin/client/node";
import type { ConversationId, PrincipalId, RequestKey } from "@qunxin/protocol";
import {
  expectEqualToFreshFetch,
  fetchHistory,
  type RunningCompany,
  randomFrom,
  startCompany,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
console.info(`client sync seed: SCENARIO_SEED=${seed}`);
const random = randomFrom(seed);

let company: RunningCompany;
let group: ConversationId;
const devices: { account: string; client: Client; transport: NodeTransport & { calm: boolean } }[] = [];

/** A network that loses requests before they arrive and answers after they were made. */
function shaky(transport: NodeTransport): NodeTransport & { calm: boolean } {
  const shaken = {
    ...transport,
    calm: false,
    async fetch(...[url, init]: Parameters<Transport["fetch"]>) {
      if (!shaken.calm && random.next() < 0.25) throw new Error("lost on the way there");
      const answer = await transport.fetch(url, init);
      if (!shaken.calm && random.next() < 0.25) throw new Error("lost on the way back");
      return answer;
    },
  };
  return shaken;
}

beforeAll(async () => {
  company = await startCompany({ people: 30, seed: 1 });
  const people = await company.people();
  const accounts = company.sample.people.slice(1, 4).map(({ account }) => account);
  for (const { account, token } of await company.signIn(accounts)) {
    const transport = shaky(nodeTransport({ bearer: token }));
    transport.calm = true;
    const client = createClient({ baseUrl: company.url, transport });
    await client.start();
    devices.push({ account, client, transport });
  }
  const [first, ...others] = devices;
  if (!first) throw new Error("nobody is there");
  const selection = {
    people: others.map(({ account }) => people.get(account) as PrincipalId),
    departments: [],
    groups: [],
    except: [],
  };
  const input = { key: newKey<RequestKey>(), type: "normal", selection, followDepartments: false } as const;
  ({ groupId: group } = await first.client.call("groups.create", input));
  for (const { client } of devices) client.timelines.open(group);
  await Promise.all(devices.map(({ client }) => expectEqualToFreshFetch(client, { timelines: [group] })));
}, 60_000);

afterAll(async () => {
  for (const { client } of devices) client.stop();
  await company?.close();
});

test("under random cuts and lost answers the outbox keeps order, doubles nothing and loses nothing", async () => {
  for (const { transport } of devices) transport.calm = false;
  const perDevice = 40;
  const talk = devices.map(async ({ account, client, transport }) => {
    for (let i = 0; i < perDevice; i++) {
      client.timelines.send(group, { text: `${account} ${i}`, mentions: [], mentionAll: false, replyToSeq: null });
      if (random.next() < 0.2) transport.cutSockets();
      await new Promise((wake) => setTimeout(wake, random.below(40)));
    }
  });
  await Promise.all(talk);
  for (const { transport } of devices) transport.calm = true;
  for (const { client } of devices) client.wake();
  for (const { client, account } of devices) {
    await expectEqualToFreshFetch(client, { timelines: [group], who: account, timeoutMs: 60_000 });
  }
  const texts = (await fetchHistory(devices[0]?.client as Client, group)).flatMap(({ body }) =>
    body.kind === "message" ? [body.text] : [],
  );
  for (const { account } of devices) {
    const own = texts.filter((text) => text.startsWith(`${account} `));
    expect(own).toEqual(Array.from({ length: perDevice }, (_, i) => `${account} ${i}`));
  }
}, 120_000);

test("a row keeps its key from pending to stored, and a refused message fails with its code and can be retried", async () => {
  const [owner, member] = devices;
  if (!owner || !member) throw new Error("two are needed");
  const say = (text: string) =>
    member.client.timelines.send(group, { text, mentions: [], mentionAll: false, replyToSeq: null });
  const rowsOf = () => member.client.timelines.of(group).getSnapshot().rows;
  const sent = say("fine");
  expect(rowsOf().at(-1)).toMatchObject({ key: sent, state: "pending" });
  await until("the row to be stored", () => (rowsOf().at(-1)?.state === "stored" ? null : "the entry"));
  expect(rowsOf().at(-1)?.key).toBe(sent);
  await owner.client.call("groups.setOptions", { groupId: group, options: { onlyStaffSpeak: true } });
  const refused = say("not now");
  await expect(member.client.timelines.sent(group, refused)).rejects.toMatchObject({ code: "messages/all_muted" });
  expect(rowsOf().at(-1)).toMatchObject({ key: refused, state: "failed", error: { code: "messages/all_muted" } });
  await owner.client.call("groups.setOptions", { groupId: group, options: { onlyStaffSpeak: false } });
  member.client.timelines.retry(group, refused);
  await until("the retried row to be stored", () => (rowsOf().at(-1)?.state === "stored" ? null : "the entry"));
  expect(rowsOf().at(-1)?.key).toBe(refused);
});

test("reading, settings, removal and coming back reach every device of the person", async () => {
  const [owner, member] = devices;
  if (!owner || !member) throw new Error("two are needed");
  const { client } = member;
  owner.client.timelines.send(group, { text: "read this", mentions: [], mentionAll: true, replyToSeq: null });
  await until("one unread mention", () => {
    const item = client.conversations.of(group).getSnapshot();
    return item?.unread === 1 && item.mentionSeqs.length === 1 ? null : JSON.stringify(item);
  });
  client.conversations.markRead(group);
  expect(client.conversations.of(group).getSnapshot()).toMatchObject({ unread: 0, mentionSeqs: [] });
  await expectEqualToFreshFetch(client, { timelines: [group] });
  await client.conversations.set(group, { pinned: true, muted: true });
  await expectEqualToFreshFetch(client);
  const me = (client.session.getSnapshot() as { me: { id: PrincipalId } }).me.id;
  await owner.client.call("groups.removeMembers", { groupId: group, members: [me] });
  await until("the timeline to be gone", () => {
    const { state } = client.timelines.of(group).getSnapshot();
    return state === "gone" && client.conversations.of(group).getSnapshot() === null ? null : state;
  });
  const selection = { people: [me], departments: [], groups: [], except: [] };
  await owner.client.call("groups.addMembers", { groupId: group, selection });
  owner.client.timelines.send(group, { text: "welcome back", mentions: [], mentionAll: false, replyToSeq: null });
  for (const device of devices) {
    await expectEqualToFreshFetch(device.client, { timelines: [group], who: device.account });
  }
});

test("older entries load page by page, and a jump leads to any place and back", async () => {
  const { client } = devices[0] as (typeof devices)[number];
  const all = (await fetchHistory(client, group)).map(({ seq }) => seq);
  const shown = () =>
    client.timelines
      .of(group)
      .getSnapshot()
      .rows.flatMap((row) => (row.state === "stored" ? [row.entry.seq] : []));
  await client.timelines.loadAround(group, 5);
  expect(shown()).toContain(5);
  expect(client.timelines.of(group).getSnapshot()).toMatchObject({ moreBefore: false, moreAfter: true });
  while (client.timelines.of(group).getSnapshot().moreAfter) await client.timelines.loadNewer(group);
  expect(shown()).toEqual(all);
  await client.timelines.loadLatest(group);
  while (client.timelines.of(group).getSnapshot().moreBefore) await client.timelines.loadOlder(group);
  expect(shown()).toEqual(all);
});

test("a session ended while its device was away is noticed when it comes back", async () => {
  const [{ account } = { account: "" }] = devices;
  const [session] = await company.signIn([account]);
  const transport = nodeTransport({ bearer: session?.token ?? "" });
  const client = createClient({ baseUrl: company.url, transport });
  await client.start();
  await until("the socket", () => (client.connection.getSnapshot() === "online" ? null : "online"));
  transport.setBearer("ended in the meantime");
  transport.cutSockets();
  await until("to be signed out", () => {
    const now = client.session.getSnapshot();
    return now.state === "signed_out" && now.ended ? null : now.state;
  });
  expect(client.connection.getSnapshot()).toBe("offline");
  expect(client.conversations.getSnapshot().items).toEqual([]);
  client.stop();
});
