import { type ConversationId, emptySelection, limits } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { nextReminder } from "./confirmations-rules.ts";
import { openTalk, type Talk } from "./testing.ts";

type Four = [Actor, Actor, Actor, Actor];
let talk: Talk;
let [lin, wei, ana, bo]: Four = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
});
beforeEach(async () => {
  [lin, wei, ana, bo] = (await talk.add(4)) as Four;
  group = await talk.group([lin, wei, ana, bo]);
  talk.queued.length = 0;
});
afterAll(() => talk.close());

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const where = (seq: number) => ({ conversationId: group, seq });
const confirm = (actor: Actor, seq: number) => talk.call("messages.confirm", actor, where(seq));
const readers = (actor: Actor, seq: number) => talk.call("receipts.readers", actor, where(seq));

/** A message to be confirmed, as the after-work has noted it. */
async function ask(by: Actor, more: { remindHours?: 0 | 1 | 2 | 24 } = {}): Promise<number> {
  const { seq } = await talk.send(by, group, "请确认", { confirm: true, ...more });
  await talk.messages.confirmations.note([{ conversationId: group, seqs: [seq] }]);
  return seq;
}

test("A61 A must-read message keeps reminding unread members on the set schedule until they acknowledge; the sender sees three states: unread, read, acknowledged; the list exports.", async () => {
  const seq = await ask(wei, { remindHours: 1 });
  await talk.call("conversations.markRead", lin, where(seq));
  await confirm(ana, seq);
  const all = await readers(wei, seq);
  expect(all).toMatchObject({ unread: [bo.id], read: [lin.id], confirmed: [ana.id] });
  expect(all.counts).toEqual({ seq, unread: 1, read: 1, confirmed: 1 });
  expect(all.confirm).toEqual({ everyHours: 1, nudgedAt: null, mayNudge: true });

  const { remindDue, unconfirmed } = talk.messages.confirmations;
  await remindDue();
  expect(talk.queued).toEqual([]);
  for (let hour = 0; hour < 2; hour++) {
    // From 9 on the next working day in the company's zone.
    talk.clock.moveBy(hour === 0 ? 17 * 3_600_000 : 3_600_000);
    await remindDue();
    await remindDue();
    expect(talk.queued).toHaveLength(hour + 1);
    expect(talk.queued.at(-1)?.payload).toEqual({ conversationId: group, seq, by: null });
  }
  expect((await unconfirmed(where(seq))).sort()).toEqual([lin.id, bo.id].sort());
  for (const actor of [lin, bo]) await confirm(actor, seq);
  talk.clock.moveBy(3_600_000);
  await remindDue();
  expect(talk.queued).toHaveLength(2);

  await talk.pool.query("update people set name = '=HYPERLINK(1)' where id = $1", [bo.id]);
  const csv = await talk.messages.confirmations.export(wei, group, seq);
  expect(csv).toMatch(/^\uFEFF姓名,账号,状态,确认时间\r\n/);
  expect(csv).toContain("'=HYPERLINK(1),");
  expect(csv.match(/已确认/g)).toHaveLength(3);
});

test("confirming is idempotent, marks read, and is for those who were asked and can see it", async () => {
  const seq = await ask(wei);
  const { at } = await confirm(ana, seq);
  talk.clock.moveBy(60_000);
  expect(await confirm(ana, seq)).toEqual({ at });
  expect((await talk.call("conversations.get", ana, { conversationId: group })).readSeq).toBe(seq);
  expect(await talk.call("receipts.confirmed", ana, { conversationId: group, seqs: [seq, 1] })).toEqual({
    confirmed: [seq],
  });
  await refused(confirm(wei, seq), "messages/receipt_not_found");
  await refused(confirm(ana, (await talk.send(wei, group, "plain")).seq), "messages/receipt_not_found");
  const late = await talk.one();
  await refused(confirm(late, seq), "conversations/not_found");
  await talk.call("groups.addMembers", lin, { groupId: group, selection: { ...emptySelection, people: [late.id] } });
  await refused(confirm(late, seq), "messages/receipt_not_found");
});

test("the author nudges whoever has not confirmed, once in ten minutes; nobody else may", async () => {
  const seq = await ask(wei);
  await confirm(ana, seq);
  await refused(talk.call("messages.nudge", ana, where(seq)), "messages/receipt_not_found");
  expect(await talk.call("messages.nudge", wei, where(seq))).toEqual({ people: 2 });
  expect(talk.queued.map(({ payload }) => payload)).toEqual([{ conversationId: group, seq, by: wei.id }]);
  await refused(talk.call("messages.nudge", wei, where(seq)), "messages/nudged_lately");
  expect((await readers(wei, seq)).confirm?.mayNudge).toBe(false);
  talk.clock.moveBy(10 * 60_000);
  expect(await talk.call("messages.nudge", wei, where(seq))).toEqual({ people: 2 });
  await talk.call("messages.setReminders", wei, { ...where(seq), everyHours: 0 });
  expect((await readers(wei, seq)).confirm?.everyHours).toBe(0);
});

test("no confirmation is asked for among externals, by members of too many people, or too often a day", async () => {
  const external = await talk.one({ kind: "external" });
  const customers = await talk.group([lin, wei, external], { type: "customer" });
  await refused(talk.send(wei, customers, "!", { confirm: true }), "messages/receipts_off");
  await refused(talk.send(external, customers, "!", { urgent: true }), "access/permission_denied");
  const large = await talk.group([lin, wei, ...(await talk.add(limits.urgentMembersUpTo))]);
  await refused(talk.send(wei, large, "!", { urgent: true }), "messages/ask_too_many");
  await talk.send(lin, large, "!", { urgent: true });
  const clientId = crypto.randomUUID() as never;
  for (let n = 0; n < limits.urgentPerDay; n++) await talk.send(ana, group, "!", { urgent: true, clientId });
  for (let n = 1; n < limits.urgentPerDay; n++) await talk.send(ana, group, "!", { urgent: true });
  await refused(talk.send(ana, group, "!", { urgent: true }), "messages/ask_limit");
  talk.clock.moveBy(24 * 3_600_000);
  await talk.send(ana, group, "!", { urgent: true });
});

test("reminders keep to working hours and end after three days", () => {
  const zone = "Asia/Shanghai";
  const at = (text: string) => new Date(`${text}+08:00`);
  const monday = at("2026-03-02T10:30:00");
  expect(nextReminder(monday, monday, 2, zone)).toEqual(at("2026-03-02T12:30:00"));
  expect(nextReminder(monday, at("2026-03-02T16:30:00"), 2, zone)).toEqual(at("2026-03-03T09:00:00"));
  expect(nextReminder(monday, at("2026-03-05T09:00:00"), 2, zone)).toBeNull();
  expect(nextReminder(monday, monday, 0, zone)).toBeNull();
  const friday = at("2026-03-06T17:30:00");
  expect(nextReminder(friday, friday, 1, zone)).toEqual(at("2026-03-09T09:00:00"));
});
