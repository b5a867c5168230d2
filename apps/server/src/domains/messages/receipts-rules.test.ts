import { defaultPolicy } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { maySeeReceipts, receiptsOn } from "./receipts-rules.ts";

test.each([
  [true, true, false, true],
  [true, null, false, true],
  [true, false, false, false],
  [false, true, false, false],
  [false, null, false, false],
  [true, true, true, false],
  [true, null, true, false],
  [true, false, true, false],
  [false, false, true, false],
])("receipts by company %j, by group %j, with externals %j: %j", (company, group, externals, shown) => {
  const policy = { messages: { ...defaultPolicy.messages, receipts: company } };
  const options = group === null ? null : { receipts: group };
  expect(receiptsOn({ policy, options, externals })).toBe(shown);
});

test("options stored before there were receipts show them", () => {
  expect(receiptsOn({ policy: defaultPolicy, options: {} as never, externals: false })).toBe(true);
});

test("announcements show their receipts to the staff only, messages to whoever they are shown to as their author", () => {
  const roles = ["owner", "administrator", "member", "external"] as const;
  expect(roles.map((role) => maySeeReceipts("announced", role))).toEqual([true, true, false, false]);
  expect(roles.map((role) => maySeeReceipts("message", role))).toEqual([true, true, true, true]);
});
