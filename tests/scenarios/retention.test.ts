import { type Cache, memoryCache } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { startTestServer, type TestServer } from "@qunxin/server/testing";
import {
  expectEqualToFreshFetch,
  openCompany,
  type Participant,
  type RunningCompany,
  say,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule } from "./group-world.ts";
import { deviceOn, type OfflineDevice, online } from "./offline-device.ts";

const dayMs = 24 * 3_600_000;
// The server lives in the past and comes nearer, so that the sessions last all the while.
let at = Date.now() - 100 * dayMs;
let server: TestServer;
let company: RunningCompany;
let lin: Participant;
const devices: OfflineDevice[] = [];

beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => new Date(at) } });
  const setupCode = new URL(server.setupUrl ?? server.url).searchParams.get("code") ?? "";
  company = await openCompany({ ...server, setupCode }, { people: 30, seed: 13 });
  [lin] = (await company.open(["lin"])) as [Participant];
}, 60_000);

afterAll(async () => {
  for (const { client } of devices) await client.stop();
  await company?.close();
  await server?.close();
});

test("A13 what retention removes is gone from the device that is online and from one that was away, and both equal a fresh fetch", async () => {
  const ids = await company.people();
  const make = async (name: string) =>
    (await createByRule(company, lin, { name, follows: [], byHand: ["lin", "ana"] }, ids)).id;
  const [busy, silent] = [await make("还在聊"), await make("早就安静")];
  const groups = [busy, silent];
  const caches = { phone: memoryCache(), tablet: memoryCache() };
  const [phone, tablet] = [await anas(caches.phone), await anas(caches.tablet)];
  for (const id of groups) {
    for (let n = 1; n <= 5; n++)
      await say(lin, id, `旧消息 ${n}`, n === 3 ? { mentions: [ids.get("ana") as never] } : {});
    for (const one of [phone, tablet]) await shows(one, id, "旧消息 5");
  }
  for (const cache of Object.values(caches)) await keepsAll(cache, "旧消息 5", groups.length);
  expect(itemOf(tablet, busy)).toMatchObject({ unread: 5, mentionSeqs: [expect.any(Number)] });
  await tablet.client.stop();

  at += 91 * dayMs;
  for (let n = 1; n <= 2; n++) await say(lin, busy, `新消息 ${n}`);
  await server.parts.groups.sweep();
  const back = await anas(caches.tablet);

  for (const [who, one, cache] of [["phone", phone, caches.phone] as const, ["tablet", back, caches.tablet] as const]) {
    // Nobody has opened anything on the tablet yet: what it kept is gone all the same.
    await until(`the ${who} to keep nothing old`, async () => ((await kept(cache)).includes("旧消息") ? "it" : null));
    await shows(one, busy, "新消息 2");
    expect(textsOf(one, busy)).toEqual(["新消息 1", "新消息 2"]);
    // Up to which message it counts as read the device asks the server.
    await until(`the ${who} to have unread what is left`, () => {
      const unread = groups.map((id) => itemOf(one, id)?.unread).join();
      return unread === "2,0" ? null : unread;
    });
    expect(itemOf(one, busy)?.mentionSeqs).toEqual([]);
    expect(itemOf(one, silent)).toMatchObject({ mentionSeqs: [], last: null });
    one.client.timelines.open(silent);
    await expectEqualToFreshFetch(one.client, { who, timelines: groups });
    expect(textsOf(one, silent)).toEqual([]);
  }
});

/** One more device of ana's on those records, online. */
async function anas(cache: Cache): Promise<OfflineDevice> {
  const [session] = await company.signIn(["ana"]);
  if (!session) throw new Error("ana could not sign in");
  const made = deviceOn(company.url, session.token, cache);
  devices.push(made);
  await online(made);
  return made;
}

const itemOf = ({ client }: OfflineDevice, id: ConversationId) => client.conversations.of(id).getSnapshot();

function textsOf({ client }: OfflineDevice, id: ConversationId): string[] {
  const { rows } = client.timelines.of(id).getSnapshot();
  return rows.flatMap((row) =>
    row.state === "stored" && row.entry.body.kind === "message" ? [row.entry.body.text] : [],
  );
}

function shows(one: OfflineDevice, id: ConversationId, text: string): Promise<void> {
  one.client.timelines.open(id);
  return until(`"${text}" to be shown`, () => (textsOf(one, id).includes(text) ? null : textsOf(one, id).join(", ")));
}

/** Waits until a device keeps that text as often. */
function keepsAll(cache: Cache, text: string, times: number): Promise<void> {
  return until(`"${text}" to be kept`, async () => ((await kept(cache)).split(text).length > times ? null : "not yet"));
}

/** All that a device keeps of conversations. */
async function kept(cache: Cache): Promise<string> {
  const tables = ["conversations", "timelines", "shelf"] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => cache.readAll(table))));
}
