import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as settled } from "node:timers/promises";
import { type Cache, memoryCache, type Sharing } from "@qunxin/client";
import { fileCache } from "@qunxin/client/node";
import type { ConversationId } from "@qunxin/protocol";
import {
  expectEqualToFreshFetch,
  fetchHistory,
  type Participant,
  type RunningCompany,
  randomFrom,
  say,
  startCompany,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule } from "./group-world.ts";
import { browserOf, deviceOn, type OfflineDevice, online } from "./offline-device.ts";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
console.info(`offline seed: SCENARIO_SEED=${seed}`);
const random = randomFrom(seed);

const folder = mkdtempSync(join(tmpdir(), "qunxin-offline-"));
let company: RunningCompany;
let lin: Participant;
let group: ConversationId;
let quiet: ConversationId;
const devices: OfflineDevice[] = [];

beforeAll(async () => {
  company = await startCompany({ people: 30, seed: 77 });
  const ids = await company.people();
  [lin] = (await company.open(["lin"])) as [Participant];
  const make = async (name: string) => {
    const rule = { name, follows: [], byHand: ["lin", "ana", "wei"] };
    return (await createByRule(company, lin, rule, ids)).id;
  };
  [group, quiet] = [await make("离线"), await make("安静")];
}, 60_000);

afterAll(async () => {
  for (const { client } of devices) await client.stop();
  await company?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A session of that person's, each call another device. */
async function tokenOf(account: string): Promise<string> {
  const [session] = await company.signIn([account]);
  if (!session) throw new Error(`${account} could not sign in`);
  return session.token;
}

function device(token: string, cache: Cache, sharing?: Sharing): OfflineDevice {
  const made = deviceOn(company.url, token, cache, sharing);
  devices.push(made);
  return made;
}

function textsOf({ client }: OfflineDevice, id = group): string[] {
  return client.timelines
    .of(id)
    .getSnapshot()
    .rows.flatMap((row) => {
      if (row.state !== "stored") return [row.draft.text];
      return row.entry.body.kind === "message" ? [row.entry.body.text] : [];
    });
}

const itemOf = ({ client }: OfflineDevice, id = group) => client.conversations.of(id).getSnapshot();
const sends = ({ client }: OfflineDevice, text: string, id = group) =>
  client.timelines.send(id, { text, mentions: [], mentionAll: false, replyToSeq: null });
const shows = (who: OfflineDevice, text: string, id = group) => {
  who.client.timelines.open(id);
  return until(`"${text}" to be shown`, () => (textsOf(who, id).includes(text) ? null : textsOf(who, id).join(", ")));
};

test("the app opens without network from what the device kept, and catches up when the network is back", async () => {
  const path = join(folder, "opens.json");
  const token = await tokenOf("ana");
  const first = device(token, fileCache(path));
  await online(first);
  await say(lin, group, "网还在");
  await shows(first, "网还在");
  const { items } = first.client.conversations.getSnapshot();
  await first.client.stop();

  const second = device(token, fileCache(path));
  second.network.down();
  await second.client.start();
  expect(second.client.session.getSnapshot()).toMatchObject({ state: "signed_in", confirmed: false });
  expect(second.client.conversations.getSnapshot().items).toEqual(items);
  await shows(second, "网还在");
  expect(second.network.calls).toEqual([]);

  await say(lin, group, "你不在的时候");
  second.network.up();
  await online(second);
  await shows(second, "你不在的时候");
  await expectEqualToFreshFetch(second.client, { timelines: [group] });
  // One of them is the fresh fetch.
  expect(second.network.calls.filter((name) => name === "messages.history").length).toBeLessThanOrEqual(3);
});

test("what was written survives kills at random moments, keeps its order and arrives once", async () => {
  const path = join(folder, "kills.json");
  const token = await tokenOf("ana");
  const said: string[] = [];
  const first = device(token, fileCache(path));
  await online(first);
  first.kill();
  for (let life = 1; life <= 15; life++) {
    const one = device(token, fileCache(path));
    if (random.next() < 0.3) one.network.down();
    one.network.lose(0.3, random.next);
    await one.client.start();
    for (let count = 1; count <= 4; count++) {
      sends(one, `第${life}世 ${count}`);
      said.push(`第${life}世 ${count}`);
      // Kept by then; whether it was sent, too, is left to chance.
      await settled();
      if (random.next() < 0.5) one.network.lose(0.3, random.next);
      if (random.next() < 0.5) await new Promise((wake) => setTimeout(wake, random.next() * 40));
    }
    one.kill();
  }
  const last = device(token, fileCache(path));
  await online(last);
  await shows(last, said.at(-1) ?? "");
  await expectEqualToFreshFetch(last.client, { timelines: [group] });
  const stored = (await fetchHistory(last.client, group)).flatMap(({ body }) =>
    body.kind === "message" && body.text.startsWith("第") ? [body.text] : [],
  );
  expect(stored).toEqual(said);
  expect(JSON.parse(readFileSync(path, "utf8")).records.filter(([table]: [string]) => table === "outbox")).toEqual([]);
});

test("two tabs send what both wrote once and in order, also when the one that sends crashes over it", async () => {
  const [browser, cache, token] = [browserOf(), memoryCache(), await tokenOf("wei")];
  const [first, second] = [device(token, cache, browser), device(token, cache, browser)];
  await online(first);
  await online(second);
  for (const tab of [first, second]) tab.client.timelines.open(group);
  for (const tab of [first, second]) tab.network.down();
  const said: string[] = [];
  for (const [at, tab] of [first, second, second, first, second].entries()) {
    said.push(`标签页 ${at + 1}`);
    sends(tab, `标签页 ${at + 1}`);
    await new Promise((wake) => setTimeout(wake, 5));
  }
  await until("both tabs to show all", () =>
    [first, second].every((tab) => said.every((text) => textsOf(tab).includes(text))) ? null : "some",
  );
  // The answers of the first tab are lost, and then the tab.
  first.network.up();
  first.network.lose(0.5, random.next);
  first.client.wake();
  await new Promise((wake) => setTimeout(wake, random.next() * 60));
  first.kill();
  second.network.up();
  await online(second);
  await shows(second, said.at(-1) ?? "");
  await expectEqualToFreshFetch(second.client, { timelines: [group] });
  expect(textsOf(second).filter((text) => text.startsWith("标签页"))).toEqual(said);
});

test("a refused message stays failed in the next life of the page, where it can be sent again or thrown away", async () => {
  const cache = memoryCache();
  const token = await tokenOf("wei");
  const first = device(token, cache);
  await online(first);
  await lin.client.call("groups.setOptions", { groupId: quiet, options: { onlyStaffSpeak: true } });
  const clientIds = [sends(first, "甲", quiet), sends(first, "乙", quiet)];
  for (const clientId of clientIds)
    await expect(first.client.timelines.sent(quiet, clientId)).rejects.toMatchObject({ code: "messages/all_muted" });
  first.kill();
  await lin.client.call("groups.setOptions", { groupId: quiet, options: { onlyStaffSpeak: false } });

  const second = device(token, cache);
  await online(second);
  second.client.timelines.open(quiet);
  const failed = () =>
    second.client.timelines
      .of(quiet)
      .getSnapshot()
      .rows.flatMap((row) => (row.state === "failed" ? [row] : []));
  await until("both to be shown as failed", () => (failed().length === 2 ? null : `${failed().length}`));
  expect(failed()[0]).toMatchObject({ draft: { text: "甲" }, error: { code: "messages/all_muted" } });
  second.client.timelines.discard(quiet, clientIds[0] as never);
  second.client.timelines.retry(quiet, clientIds[1] as never);
  await second.client.timelines.sent(quiet, clientIds[1] as never);
  await shows(second, "乙", quiet);
  expect(textsOf(second, quiet)).not.toContain("甲");
});

test("after a month away few requests are enough, and a long absence is not fetched whole", async () => {
  const cache = memoryCache();
  const token = await tokenOf("ana");
  const before = device(token, cache);
  await online(before);
  for (const id of [group, quiet]) {
    await say(lin, id, "去休假了");
    await shows(before, "去休假了", id);
  }
  await before.client.stop();
  const spoken = Array.from({ length: 450 }, (_, index) => say(lin, group, `这个月 ${index + 1}`));
  await Promise.all([...spoken, say(lin, quiet, "只有一句")]);

  const after = device(token, cache);
  await after.client.start();
  for (const id of [group, quiet]) after.client.timelines.open(id);
  await shows(after, "这个月 450");
  await shows(after, "只有一句", quiet);
  await until("the rest to be asked", () => (after.network.calls.includes("drafts.list") ? null : "drafts"));
  const { calls } = after.network;
  const times = (name: string) => calls.filter((call) => call === name).length;
  // The newest page of one, what is new of the other; more only where the list took too long to tell so.
  expect(times("conversations.list")).toBe(1);
  expect(times("messages.history"), calls.join(" ")).toBeLessThanOrEqual(4);
  expect(calls.length, calls.join(" ")).toBeLessThanOrEqual(12);
  expect(after.client.timelines.of(group).getSnapshot().moreBefore).toBe(true);
  await expectEqualToFreshFetch(after.client, { timelines: [group, quiet] });
});

test("what arrives live reaches the kept copy of a conversation that nobody has opened", async () => {
  const cache = memoryCache();
  const token = await tokenOf("ana");
  const first = device(token, cache);
  await online(first);
  await say(lin, quiet, "没有人打开");
  await until("it to be kept", async () => {
    const kept = JSON.stringify(await cache.read("timelines", quiet)) ?? "nothing";
    return kept.includes("没有人打开") ? null : kept;
  });
  await first.client.stop();
  const second = device(token, cache);
  second.network.down();
  await second.client.start();
  await shows(second, "没有人打开", quiet);
});

test("a conversation that one is out of is removed from the device at once", async () => {
  const ids = await company.people();
  const rule = { name: "马上离开", follows: [], byHand: ["lin", "ana"] };
  const { id } = await createByRule(company, lin, rule, ids);
  const cache = memoryCache();
  const ana = device(await tokenOf("ana"), cache);
  await online(ana);
  await say(lin, id, "只给在的人看");
  await shows(ana, "只给在的人看", id);
  ana.client.drafts.set(id, "还没说完");
  const kept = async () =>
    JSON.stringify(await Promise.all((["conversations", "timelines", "shelf", "drafts"] as const).map(cache.readAll)));
  await until("it to be kept", async () => ((await kept()).includes("只给在的人看") ? null : "it"));
  await lin.client.call("groups.removeMembers", { groupId: id, members: [ids.get("ana") as never] });
  await until("it to be gone", async () => ((await kept()).includes(id) ? "a trace is left" : null));
});

test("signing out, a session ended elsewhere and another person each leave nothing behind", async () => {
  const kept = async (cache: Cache) => {
    const tables = ["device", "conversations", "timelines", "shelf", "people", "outbox", "acts", "drafts"] as const;
    return [await cache.owner(), ...(await Promise.all(tables.map(cache.readAll))).flat()];
  };
  const filled = async (token: string) => {
    const cache = memoryCache();
    const made = device(token, cache);
    await online(made);
    await shows(made, "乙", quiet);
    await until("something to be kept", async () => ((await kept(cache)).length > 5 ? null : "records"));
    return { made, cache };
  };
  const own = await filled(await tokenOf("ana"));
  await own.made.client.signOut();
  expect(await kept(own.cache)).toEqual([null]);

  const token = await tokenOf("ana");
  const away = await filled(token);
  await away.made.client.stop();
  await company.post(token, "identity.signOut", {});
  const back = device(token, away.cache);
  await back.client.start();
  expect(back.client.session.getSnapshot()).toMatchObject({ state: "signed_out" });
  await until("nothing to be left", async () => ((await kept(away.cache)).length === 1 ? null : "records"));

  const shared = await filled(await tokenOf("ana"));
  await shared.made.client.stop();
  const other = device(await tokenOf("wei"), shared.cache);
  await online(other);
  await until("wei to be known", async () => ((await shared.cache.read("device", "me")) ? null : "me"));
  expect((await shared.cache.read("device", "me")) as object).toMatchObject({ account: "wei" });
  expect(await shared.cache.readAll("timelines")).toEqual([]);
});

test("reads, mutes, pins and drafts made without network reach all three devices of a person", async () => {
  const [phone, desktop, tablet] = [
    device(await tokenOf("ana"), memoryCache()),
    device(await tokenOf("ana"), memoryCache()),
    device(await tokenOf("ana"), memoryCache()),
  ];
  const all = [phone, desktop, tablet];
  for (const one of all) await online(one);
  await say(lin, group, "三台都未读");
  const heard = (one: OfflineDevice) => JSON.stringify(itemOf(one)?.last).includes("三台都未读");
  await until("all to have heard it", () => (all.every(heard) ? null : "news"));
  phone.network.down();
  await until("the phone to notice", () => (phone.client.connection.getSnapshot() === "online" ? "a socket" : null));
  await phone.client.conversations.set(group, { muted: true });
  await phone.client.conversations.set(group, { pinned: true });
  await phone.client.conversations.set(quiet, { markedUnread: true });
  phone.client.conversations.markRead(group);
  phone.client.drafts.set(group, "手机上写的");
  expect(itemOf(phone)).toMatchObject({ muted: true, unread: 0 });
  await desktop.client.conversations.set(quiet, { muted: true });
  desktop.client.drafts.set(quiet, "电脑上写的");
  phone.network.up();
  await online(phone);
  await until("the tablet to have it all", () => {
    const [one, two] = [itemOf(tablet), itemOf(tablet, quiet)];
    const { drafts } = tablet.client;
    const [text, other] = [drafts.of(group).getSnapshot(), drafts.of(quiet).getSnapshot()];
    const inStep = one?.muted && one.pinnedAt && one.unread === 0 && two?.muted && two.markedUnread;
    return inStep && text === "手机上写的" && other === "电脑上写的" ? null : JSON.stringify([one, two, text, other]);
  });
  for (const one of all) await expectEqualToFreshFetch(one.client);
  desktop.client.drafts.set(group, "");
  await until("the draft to be gone everywhere", () =>
    all.every(({ client }) => client.drafts.of(group).getSnapshot() === "") ? null : "a draft",
  );
});

test("a draft edited offline gives way to a later one from another device, and wins over an earlier one", async () => {
  const [phone, desktop] = [device(await tokenOf("wei"), memoryCache()), device(await tokenOf("wei"), memoryCache())];
  for (const one of [phone, desktop]) await online(one);
  const both = (text: string) =>
    until(`both to have "${text}"`, () => {
      const now = [phone, desktop].map(({ client }) => client.drafts.of(quiet).getSnapshot());
      return now.every((one) => one === text) ? null : now.join(" and ");
    });
  desktop.client.drafts.set(quiet, "先写的");
  await both("先写的");
  phone.network.down();
  phone.client.drafts.set(quiet, "离线改的");
  await until("it to wait", () => (phone.client.connection.getSnapshot() === "online" ? "the cut" : null));
  phone.network.up();
  await online(phone);
  await both("离线改的");
  phone.network.down();
  phone.client.drafts.set(quiet, "又离线改的");
  // Told a second after it was written; the other device must be later than that.
  await new Promise((wake) => setTimeout(wake, 1_100));
  desktop.client.drafts.set(quiet, "电脑上更晚改的");
  await until("the server to have it", async () => {
    const { drafts } = await desktop.client.call("drafts.list", {});
    return drafts.some(({ text }) => text === "电脑上更晚改的") ? null : JSON.stringify(drafts);
  });
  phone.network.up();
  await online(phone);
  await both("电脑上更晚改的");
});
