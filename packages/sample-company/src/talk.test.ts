import { expect, test } from "vitest";
import { makeCompany, makeTalk } from "./index.ts";

const now = new Date("2026-11-23T02:00:00Z");
const company = makeCompany({ people: 300 });
const talk = makeTalk(company, { now });
const conversations = [...talk.groups, ...talk.directs];

test("there are about 25 groups of all three types, and direct chats", () => {
  expect(talk.groups.length).toBeGreaterThanOrEqual(24);
  expect(new Set(talk.groups.map(({ type }) => type))).toEqual(new Set(["normal", "all_staff", "customer"]));
  expect(new Set(talk.groups.map(({ name }) => name)).size).toBe(talk.groups.length);
  expect(talk.directs.length).toBeGreaterThan(4);
});

test("at least 150 different messages, some of which mention and some of which reply", () => {
  const messages = conversations.flatMap((conversation) => conversation.messages);
  expect(new Set(messages.map(({ text }) => text)).size).toBeGreaterThan(200);
  expect(messages.filter(({ mentions }) => mentions.length > 0).length).toBeGreaterThan(10);
  expect(messages.filter(({ replyTo }) => replyTo !== null).length).toBeGreaterThan(30);
  expect(messages.some(({ mentionAll }) => mentionAll)).toBe(true);
});

test("messages are in order of time, before now, and answer earlier ones", () => {
  for (const { messages } of conversations) {
    for (const [index, { at, replyTo }] of messages.entries()) {
      expect(at.getTime()).toBeLessThan(now.getTime());
      if (index > 0) expect(at.getTime()).toBeGreaterThan(messages[index - 1]?.at.getTime() as number);
      if (replyTo !== null) expect(replyTo).toBeLessThan(index);
    }
  }
});

test("everybody who speaks, is mentioned or administers is in the group, and externals are in customer groups only", () => {
  const everybody = company.people.map(({ account }) => account);
  for (const group of talk.groups) {
    const inside = new Set([...(group.type === "all_staff" ? everybody : group.members), ...group.externals]);
    const named = group.messages.flatMap(({ by, mentions }) => [by, ...mentions]);
    for (const speaker of [group.owner, ...group.administrators, ...named]) expect(inside).toContain(speaker);
    if (group.type !== "customer") expect(group.externals).toEqual([]);
    expect(inside.size).toBeLessThanOrEqual(300);
  }
});

test("a reply answers somebody else", () => {
  for (const { messages, name } of talk.groups) {
    for (const [index, message] of messages.entries()) {
      const answered = message.replyTo === null ? undefined : messages[message.replyTo];
      if (index > 0 && answered) expect([name, answered.by === message.by && answered.text]).toEqual([name, false]);
    }
  }
});
