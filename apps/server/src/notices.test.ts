import type { CallInput, CallName, CallOutput, ClientMessageId, PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPushService } from "./domains/notifications/push-service.testing.ts";
import { newId } from "./platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "./testing.ts";

let service: Awaited<ReturnType<typeof openPushService>>;
let server: TestServer;
let [wei, ana]: [Record<string, string>, Record<string, string>] = [] as never;
let anaId: PrincipalId;

beforeAll(async () => {
  service = await openPushService();
  server = await startTestServer({ pushGuard: service.guard });
  wei = await signedIn(server, await foundCompany(server));
  const { departments } = await call(wei, "directory.departments", { parentId: null });
  const placements = [{ departmentId: departments[0]?.id as never, leader: false }];
  const unknown = {
    mobile: null,
    email: null,
    gender: "unknown",
    position: null,
    employeeNo: null,
    avatarUrl: null,
  } as const;
  const person = { ...unknown, key: newId() as never, name: "安娜", account: "ana", placements };
  anaId = (await call(wei, "directory.createPerson", person)).personId;
  ana = await signedIn(server, anaId);
});
afterAll(async () => {
  await server.close();
  await service.close();
});

async function call<N extends CallName>(
  headers: Record<string, string>,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const body = JSON.stringify(input);
  const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
  const answer = await fetch(`${server.url}/api/${name}`, init);
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  return (await answer.json()) as CallOutput<N>;
}

test("on the running server a message, and the nudge for it, reach a closed browser; its confirmations export", async () => {
  const browser = service.browser();
  expect((await call(ana, "notifications.pushKey", {})).key).toMatch(/^[\w-]{87}$/);
  await call(ana, "notifications.subscribePush", browser.subscription);
  const { id: conversationId } = await call(wei, "conversations.openDirect", { personId: anaId });
  const said = { text: "请确认", mentions: [], mentionAll: false, replyToSeq: null, confirm: true };
  const { seq } = await call(wei, "messages.send", { ...said, conversationId, clientId: newId<ClientMessageId>() });
  const kinds = () => browser.received.map(({ payload }) => `${payload.kind} ${payload.seq}`);
  await expect.poll(kinds, { timeout: 15_000 }).toEqual([`message ${seq}`]);
  expect(await call(wei, "messages.nudge", { conversationId, seq })).toEqual({ people: 1 });
  await expect.poll(kinds, { timeout: 15_000 }).toEqual([`message ${seq}`, `reminder ${seq}`]);
  await call(ana, "messages.confirm", { conversationId, seq });
  const path = `/api/messages/${conversationId}/${seq}/confirmations.csv`;
  const file = await fetch(server.url + path, { headers: wei });
  expect(file.headers.get("content-disposition")).toMatch(/^attachment/);
  expect(Buffer.from(await file.arrayBuffer()).toString()).toMatch(/^\uFEFF姓名,.*\r\n安娜,ana,已确认,/);
  expect((await fetch(server.url + path, { headers: ana })).status).toBe(404);
  expect((await fetch(server.url + path)).status).toBe(401);
});
