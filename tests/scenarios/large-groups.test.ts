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
const rounds = 3;
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

/** Says something and waits until every connected member shows it. */
async function reachAll(size: number, text: string): Promise<void> {
  const group = groups.get(size) as ConversationId;
  const inside = readers.slice(0, Math.min(readers.length, size - 1));
  await Promise.all([say(owner, group, text), ...inside.map((reader) => sees(reader, group, text))]);
}

test("A4 Groups of 900 and 1,000 members send and show messages as small ones do", async () => {
  for (const size of [10, 900, 1_000]) {
    for (let round = 0; round < rounds; round++) await reachAll(size, `${size} 人群 第 ${round} 条`);
  }
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
      const wrong = [900, 1_000].find((size) => items.find(({ id }) => id === groups.get(size))?.unread !== rounds);
      return wrong === undefined ? null : `${rounds} unread in the group of ${wrong}`;
    });
  }
  for (const reader of readers.slice(0, 10)) {
    await expectEqualToFreshFetch(reader.client, { who: reader.account, timelines: [...groups.values()].slice(1) });
  }
});
