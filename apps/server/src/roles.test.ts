import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CallInput, type CallName, type CallOutput, emptySelection, type ServerFrame } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createServer, type Server } from "./main.ts";
import { newId } from "./platform/ids.ts";
import { createLog } from "./platform/log.ts";
import { cloneDatabase, type TestDatabase } from "./platform/postgres/testing.ts";

let database: TestDatabase;
let dataDir: string;
let front: Server;
let sockets: Server;
let token: string;

/** Two processes' worth of server on one database: one answers calls, the other holds sockets. */
beforeAll(async () => {
  database = await cloneDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "qunxin-roles-"));
  const common = { databaseUrl: database.url, dataDir, host: "127.0.0.1", port: 0, webDir: null, checkOutput: true };
  const log = createLog("error");
  front = await createServer({ ...common, log, roles: ["http", "worker"] });
  sockets = await createServer({ ...common, log, roles: ["ws"] });
  // The second node voided the code of the first: whoever starts last prints the one that works.
  await call("company.setUp", {
    code: new URL(sockets.setupUrl ?? "").searchParams.get("code") ?? "",
    company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
    administrator: { name: "林晓", account: "lin", password: "Galaxy-2026" },
  });
  const device = { name: "", kind: "api" } as const;
  const signedIn = await call("identity.signIn", { login: "lin", password: "Galaxy-2026", device, hold: "bearer" });
  token = signedIn.token ?? "";
});

afterAll(async () => {
  await sockets.close();
  await front.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${front.url}/api/${name}`, { method: "POST", headers, body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  return (await answer.json()) as CallOutput<Name>;
}

/** Frames of a socket as they come; `next` waits for one that fits. */
function listen(): { ws: WebSocket; next(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> } {
  const ws = new WebSocket(`${sockets.url.replace("http", "ws")}/api/socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const frames: ServerFrame[] = [];
  ws.on("message", (data) => frames.push(JSON.parse(String(data)) as ServerFrame));
  return {
    ws,
    async next(fits) {
      for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 20) {
        const at = frames.findIndex(fits);
        if (at >= 0) return frames.splice(at, 1)[0] as ServerFrame;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no such frame among ${JSON.stringify(frames)}`);
    },
  };
}

test("what one process stores reaches the sockets of another: a new group, its messages, a long one too", async () => {
  const { ws, next } = listen();
  await next(({ k }) => k === "hello");
  const key = newId<CallInput<"groups.create">["key"]>();
  const type = "all_staff";
  const group = { key, type, name: "全员", selection: emptySelection, followDepartments: false } as const;
  const { groupId } = await call("groups.create", group);
  await next((frame) => frame.k === "event" && frame.event.type === "conversation.added");
  for (const text of ["大家好", "长".repeat(5_000)]) {
    const clientId = newId<CallInput<"messages.send">["clientId"]>();
    const message = { conversationId: groupId, clientId, text, mentions: [], mentionAll: false, replyToSeq: null };
    const { seq } = await call("messages.send", message);
    const frame = await next((one) => one.k === "entries" && one.e.some((entry) => entry.seq === seq));
    expect(frame).toMatchObject({ k: "entries", c: groupId, e: [{ seq, body: { kind: "message", text } }] });
  }
  ws.close();
});

test("a node of the sockets alone answers no calls, and one of the calls alone holds no sockets", async () => {
  expect((await fetch(`${sockets.url}/api/company.status`, { method: "POST", body: "{}" })).status).toBe(404);
  expect((await fetch(`${sockets.url}/healthz`)).status).toBe(200);
  const refused = new WebSocket(`${front.url.replace("http", "ws")}/api/socket`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await expect(new Promise((resolve, reject) => refused.once("open", resolve).once("error", reject))).rejects.toThrow();
});

test("a sign-out on one process closes the socket held by another", async () => {
  const { ws, next } = listen();
  await next(({ k }) => k === "hello");
  const closed = new Promise<number>((resolve) => ws.once("close", resolve));
  await call("identity.signOut", {});
  expect(await closed).toBe(4001);
});
