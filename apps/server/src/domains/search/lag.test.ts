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

test("what was sent to the running server is found within two seconds, where it stands", async () => {
  const message = { text: "压测报告已上传", mentions: [], mentionAll: false, replyToSeq: null };
  const sent = await call("messages.send", { conversationId: group, clientId: newId<ClientMessageId>(), ...message });
  const hits = async () => (await call("search.messages", { text: "测报" })).hits;
  await expect.poll(hits, { timeout: 2_000, interval: 50 }).toHaveLength(1);
  const [hit] = await hits();
  const around = await call("messages.history", { conversationId: group, around: hit?.seq ?? 0, limit: 1 });
  expect([hit?.seq, around.entries.map(({ seq }) => seq)]).toEqual([sent.seq, [sent.seq]]);
});
