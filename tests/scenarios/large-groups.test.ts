import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import {
  expectEqualToFreshFetch,
  type Participant,
  type RunningCompany,
  say,
  sees,
  startCompany,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule, membersOf } from "./group-world.ts";

let company: RunningCompany;
let ids: Map<string, PrincipalId>;
let owner: Participant;
let readers: Participant[];
const sizes = [10, 900, 1_000];
const groups = new Map<number, ConversationId>();

beforeAll(async () => {
  company = await startCompany({ people: 1_000, seed: 4 });
  ids = await company.people();
  const accounts = company.sample.people.map(({ account }) => account);
  const everybody = await company.open(accounts.slice(1, 41));
  [owner, readers] = [everybody[0] as Participant, everybody.slice(1)];
  for (const size of sizes) {
    // Those with a device first, so that they are in every size.
    const byHand = [...accounts.slice(1), "admin"].slice(0, size);
    const group = await createByRule(company, owner, { name: `${size} 人群`, follows: [], byHand }, ids);
    groups.set(size, group.id);
  }
}, 120_000);

afterAll(async () => {
  await company?.close();
});

/** Milliseconds until the last connected member shows the message, the median of five. */
async function timeToAll(size: number): Promise<number> {
  const group = groups.get(size) as ConversationId;
  const inside = readers.slice(0, Math.min(readers.length, size - 1));
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const text = `${size} 人群 第 ${round} 条`;
    const from = performance.now();
    await Promise.all([say(owner, group, text), ...inside.map((reader) => sees(reader, group, text))]);
    times.push(performance.now() - from);
  }
  return times.sort((left, right) => left - right)[2] as number;
}

test("A4 Groups of 900 and 1,000 members send and show history within the same targets as small ones", async () => {
  const [small = 0, ...large] = [await timeToAll(10), await timeToAll(900), await timeToAll(1_000)];
  // One second is the promise of acceptance 58; a large group may take it no more than a small one may.
  for (const time of [small, ...large]) expect(time).toBeLessThan(1_000);
});

test("A4 Groups of 900 and 1,000 members list all their members", async () => {
  for (const size of [900, 1_000]) {
    const members = await membersOf(owner, groups.get(size) as ConversationId);
    expect(members).toHaveLength(size);
    expect(new Set(members).size).toBe(size);
  }
});

test("A4 in groups of 900 and 1,000 members everybody's unread count is exact, and every client equals a fresh fetch", async () => {
  for (const reader of readers) {
    await until(`${reader.account} to have the unread messages`, () => {
      const items = reader.client.conversations.getSnapshot().items;
      const wrong = [900, 1_000].find((size) => items.find(({ id }) => id === groups.get(size))?.unread !== 5);
      return wrong === undefined ? null : `five unread in the group of ${wrong}`;
    });
  }
  for (const reader of readers.slice(0, 10)) {
    await expectEqualToFreshFetch(reader.client, { who: reader.account, timelines: [...groups.values()].slice(1) });
  }
});
