import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ClientMessageId,
  type ConversationId,
  emptySelection,
  type PrincipalId,
  type RequestKey,
} from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";

let server: TestServer;
let headers: Record<string, string>;
let group: ConversationId;

beforeAll(async () => {
  server = await startTestServer();
  const wei = await foundCompany(server);
  headers = { "content-type": "application/json", ...(await signedIn(server, wei)) };
  group = (
    await call("groups.create", {
      ...{ key: newId<RequestKey>(), type: "normal", name: "项目", followDepartments: false },
      selection: { ...emptySelection, people: [await hire("lin")] },
    })
  ).groupId;
});
afterAll(() => server.close());

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const answer = await fetch(`${server.url}/api/${name}`, { method: "POST", headers, body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  return (await answer.json()) as CallOutput<Name>;
}

async function hire(account: string): Promise<PrincipalId> {
  const { departments } = await call("directory.departments", { parentId: null });
  const placements = departments.map(({ id }) => ({ departmentId: id, leader: false }));
  const nothing = { mobile: null, email: null, position: null, employeeNo: null, avatarUrl: null };
  const person = { ...nothing, name: account, account, gender: "unknown", placements } as const;
  return (await call("directory.createPerson", { key: newId<RequestKey>(), ...person })).personId;
}

const plain = { mentions: [], mentionAll: false };

async function say(text: string): Promise<number> {
  const message = { conversationId: group, clientId: newId<ClientMessageId>(), text, ...plain, replyToSeq: null };
  return (await call("messages.send", message)).seq;
}

/** Seqs of the hits, once there are as many as awaited. How long that takes is measured by `npm run bench -- search`. */
async function found(text: string, count: number): Promise<number[]> {
  const seqs = async () => (await call("search.messages", { text })).hits.map(({ seq }) => seq);
  await expect.poll(seqs, { timeout: 15_000, interval: 25 }).toHaveLength(count);
  return seqs();
}

test("what was sent to the running server is found soon, where it stands", async () => {
  const seq = await say("压测报告已上传");
  expect(await found("测报", 1)).toEqual([seq]);
  const around = await call("messages.history", { conversationId: group, around: seq, limit: 1 });
  expect(around.entries.map((entry) => entry.seq)).toEqual([seq]);
});

test("an edit is found by its new words, a recall at once by none, what one hid oneself neither", async () => {
  const [edited, recalled, hidden] = [await say("评审在周四"), await say("评审要带合同"), await say("评审的会议室")];
  await found("评审", 3);
  await call("messages.edit", { conversationId: group, seq: edited, text: "评审在周五", ...plain });
  expect(await found("周五", 1)).toEqual([edited]);
  await found("周四", 0);
  await call("messages.recall", { conversationId: group, seq: recalled });
  expect((await call("search.messages", { text: "合同" })).hits).toEqual([]);
  await call("messages.hide", { conversationId: group, seqs: [hidden] });
  expect((await call("search.messages", { text: "会议室" })).hits).toEqual([]);
  const left = () => server.parts.pool.query("select 1 from search_messages where seq = $1", [recalled]);
  await expect.poll(async () => (await left()).rowCount, { timeout: 15_000 }).toBe(0);
});
