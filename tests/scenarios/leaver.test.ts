import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { type Participant, type RunningCompany, say, sees, socketOpens, startCompany, until } from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule, membersOf, type OpenGroup } from "./group-world.ts";

let company: RunningCompany;
let ids: Map<string, PrincipalId>;
let lin: Participant;
let wei: Participant;
let ana: Participant;
let lilei: Participant;
const groups: OpenGroup[] = [];

beforeAll(async () => {
  company = await startCompany({ people: 60, seed: 37 });
  ids = await company.people();
  const opened = await company.open(["lin", "wei", "ana", "lilei"]);
  [lin, wei, ana, lilei] = opened as [Participant, Participant, Participant, Participant];
  const admin = company.administrator;
  groups.push(await createByRule(company, admin, { name: "全员", follows: null, byHand: ["admin"] }, ids));
  const members = ["lin", "ana", "wei", "lilei"];
  for (const name of ["群一", "群二", "群三"]) {
    groups.push(await createByRule(company, lin, { name, follows: [], byHand: members }, ids));
  }
  for (const { id } of groups.slice(1)) await say(lin, id, "离职前说的话");
  const [, first, second, third] = groups as [OpenGroup, OpenGroup, OpenGroup, OpenGroup];
  // 群一 has an administrator, 群二 names nobody, in 群三 the longest-standing member decides as well.
  await lin.client.call("groups.setAdministrator", { groupId: first.id, member: lilei.id, administrator: true });
  for (const { id } of [first, second, third]) lin.client.timelines.open(id);
}, 60_000);

afterAll(async () => {
  await company?.close();
});

test("A37 A deactivated employee is out of every group within 5 s, all their sessions and tokens are dead, and no group content is served to them", async () => {
  const before = await company.post(lin.token, "messages.history", { conversationId: groups[1]?.id as ConversationId });
  expect(before.status).toBe(200);
  await company.administrator.client.call("directory.setStatus", { personId: lin.id, status: "disabled" });
  await until("the others to see lin out of every group", async () => {
    for (const { id, name } of groups) {
      const members = await membersOf(name === "全员" ? company.administrator : ana, id);
      if (members.includes(lin.id)) return `lin is still in ${name}`;
    }
    return null;
  });
  await until("lin's device to be signed out", () => {
    const { state } = lin.client.session.getSnapshot();
    return state === "signed_in" ? state : null;
  });
  for (const { id } of groups) {
    for (const answer of [
      await company.post(lin.token, "messages.history", { conversationId: id }),
      await company.post(lin.token, "conversations.get", { conversationId: id }),
      await company.post(lin.token, "groups.members", { groupId: id }),
    ]) {
      expect([answer.status, answer.error?.code]).toEqual([401, "identity/signed_out"]);
    }
    expect(lin.client.timelines.of(id).getSnapshot().rows).toEqual([]);
  }
  expect(lin.client.conversations.getSnapshot().items).toEqual([]);
});

test("A38 If the deactivated employee owned N groups, each has a new owner by the chain; what they said stays", async () => {
  const owners = await Promise.all(
    groups.slice(1).map(async ({ id }) => (await ana.client.call("groups.get", { groupId: id })).ownerId),
  );
  expect(owners[0]).toBe(lilei.id);
  for (const owner of owners) expect([ana.id, wei.id, lilei.id]).toContain(owner);
  for (const { id } of groups.slice(1)) await sees(ana, id, "离职前说的话");
});

test("a disabled employee cannot open a socket with the old token; a colleague can", async () => {
  expect(await socketOpens(company.url, ana.token)).toBe(true);
  expect(await socketOpens(company.url, lin.token)).toBe(false);
});
