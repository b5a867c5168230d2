import { createClient } from "@qunxin/client";
import { nodeTransport } from "@qunxin/client/node";
import type { ConversationId } from "@qunxin/protocol";
import {
  expectEqualToFreshFetch,
  openDevice,
  type Participant,
  type RunningCompany,
  say,
  sees,
  startCompany,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule } from "./group-world.ts";

let company: RunningCompany;
let phone: Participant;
let desktop: Participant;
let lin: Participant;
let group: ConversationId;

beforeAll(async () => {
  company = await startCompany({ people: 60, seed: 58 });
  const ids = await company.people();
  const [first, other] = await company.open(["ana", "lin"]);
  [desktop, lin] = [first as Participant, other as Participant];
  const [session] = await company.signIn(["ana"]);
  if (!session) throw new Error("ana could not sign in twice");
  phone = await openDevice(company.url, session);
  const rule = { name: "两端同步", follows: [], byHand: ["lin", "ana", "wei"] };
  group = (await createByRule(company, lin, rule, ids)).id;
}, 60_000);

afterAll(async () => {
  phone?.stop();
  await company?.close();
});

const unreadOn = ({ client }: Participant) =>
  client.conversations.getSnapshot().items.find(({ id }) => id === group)?.unread;

test("A58 A message sent on the phone appears on an open desktop session", async () => {
  desktop.client.timelines.open(group);
  await Promise.all([say(phone, group, "从手机发出"), sees(desktop, group, "从手机发出")]);
});

test("A nickname taken on the phone is told to the desktop session and to other members at once", async () => {
  await lin.client.call("groups.setOptions", { groupId: group, options: { realNames: false } });
  const told = [desktop, lin].map(({ client }) => client.groupChanges.of(group));
  // The option itself is an entry, which must not be taken for the news of the nickname.
  const settled = async () => {
    const entries = (await lin.client.call("conversations.get", { conversationId: group })).lastSeq;
    await until("the option's entry on both devices", () => {
      const seqs = [desktop, lin].map(({ client }) => client.conversations.of(group).getSnapshot()?.lastSeq);
      return seqs.every((seq) => seq === entries) ? null : `seqs ${seqs}`;
    });
  };
  await settled();
  const before = told.map((changes) => changes.getSnapshot());
  await phone.client.call("groups.setNickname", { groupId: group, nickname: "安安" });
  await until("both to hear of it", () => {
    const counts = told.map((changes, index) => changes.getSnapshot() - (before[index] ?? 0));
    return counts.every((count) => count === 1) ? null : `${counts}`;
  });
  const { members } = await lin.client.call("groups.members", { groupId: group });
  expect(members.find(({ person }) => person.id === phone.id)?.nickname).toBe("安安");
});

test("A58 a message is marked read on both devices when read on one", async () => {
  await say(lin, group, "请看一下");
  // What came before may count as unread for a moment: it is this message that must be there, and it alone.
  await until("both devices to have one unread", () => {
    const items = [phone, desktop].map(({ client }) => client.conversations.of(group).getSnapshot());
    const ready = items.every(
      (item) => item?.unread === 1 && item.last?.body.kind === "message" && item.last.body.text === "请看一下",
    );
    return ready ? null : items.map((item) => `${item?.unread} up to ${item?.lastSeq}`).join(" and ");
  });
  desktop.client.conversations.markRead(group);
  await until("the phone to know that it was read", () => (unreadOn(phone) === 0 ? null : `${unreadOn(phone)} unread`));
});

test("mute, pin and mark-unread made on one device show on the other", async () => {
  await phone.client.conversations.set(group, { muted: true, pinned: true, markedUnread: true });
  await until("the desktop to show them", () => {
    const item = desktop.client.conversations.getSnapshot().items.find(({ id }) => id === group);
    return item?.muted && item.pinnedAt !== null && item.markedUnread ? null : JSON.stringify(item);
  });
});

test("a device that was cut off catches up on what was said meanwhile, in order and without doubles", async () => {
  phone.client.timelines.open(group);
  phone.client.stop();
  for (let index = 1; index <= 60; index++) await say(lin, group, `离线期间 ${index}`);
  await phone.client.start();
  phone.client.wake();
  const again = await openDevice(company.url, phone);
  await sees(again, group, "离线期间 60");
  for (const [who, device] of Object.entries({ desktop, again })) {
    await expectEqualToFreshFetch(device.client, { who, timelines: [group] });
  }
  again.stop();
});

test("the comparison with a fresh fetch names what a device that never connected lacks", async () => {
  const idle = createClient({ baseUrl: company.url, transport: nodeTransport({ bearer: desktop.token }) });
  const comparison = expectEqualToFreshFetch(idle, { who: "the idle device", timeoutMs: 300 });
  await expect(comparison).rejects.toThrow(/the idle device to equal a fresh fetch.*"两端同步"/);
});
