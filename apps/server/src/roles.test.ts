import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ConversationId,
  emptySelection,
  type PrincipalId,
  type RequestKey,
  type ServerFrame,
} from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createServer, type Server } from "./main.ts";
import { newId } from "./platform/ids.ts";
import { createLog } from "./platform/log.ts";
import { cloneDatabase, type TestDatabase } from "./platform/postgres/testing.ts";
import { signedIn } from "./testing.ts";

let database: TestDatabase;
let dataDir: string;
let front: Server;
let sockets: Server;
let otherSockets: Server;
let token: string;

/** Three processes' worth of server on one database: one answers calls, the others hold sockets. */
beforeAll(async () => {
  database = await cloneDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "qunxin-roles-"));
  front = await createServer({ ...common(), roles: ["http", "worker"] });
  otherSockets = await createServer({ ...common(), roles: ["ws"] });
  sockets = await createServer({ ...common(), roles: ["ws"] });
  // Each node voided the code of the one before: whoever starts last prints the one that works.
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
  for (const server of [sockets, otherSockets, front]) await server.close();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

function common() {
  const log = createLog("error");
  return { databaseUrl: database.url, dataDir, host: "127.0.0.1", port: 0, webDir: null, checkOutput: true, log };
}

/** An employee of the root department with a session of their own. */
async function hire(account: string): Promise<{ id: PrincipalId; authorization: string }> {
  const { departments } = await call("directory.departments", { parentId: null });
  const placements = departments.map(({ id }) => ({ departmentId: id, leader: false }));
  const nothing = { mobile: null, email: null, position: null, employeeNo: null, avatarUrl: null };
  const person = { ...nothing, name: account, account, gender: "unknown", placements } as const;
  const { personId } = await call("directory.createPerson", { key: newId<RequestKey>(), ...person });
  return { id: personId, ...(await signedIn(front, personId)) };
}

/** A new group of the administrator's with that person. */
async function groupWith(personId: PrincipalId): Promise<ConversationId> {
  const selection = { ...emptySelection, people: [personId] };
  const group = { type: "normal", name: "项目", selection, followDepartments: false } as const;
  return (await call("groups.create", { key: newId<RequestKey>(), ...group })).groupId;
}

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${front.url}/api/${name}`, { method: "POST", headers, body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  return (await answer.json()) as CallOutput<Name>;
}

interface Listener {
  ws: WebSocket;
  next(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
}

/** Frames of a socket as they come; `next` waits for one that fits. */
function listen(at = sockets, authorization = `Bearer ${token}`): Listener {
  const ws = new WebSocket(`${at.url.replace("http", "ws")}/api/socket`, { headers: { authorization } });
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

test("presence and typing are told to those whose sockets are held by another process", async () => {
  const ana = await hire("ana");
  const group = await groupWith(ana.id);
  const watcher = listen();
  await watcher.next(({ k }) => k === "hello");
  const ask = (id: number) =>
    watcher.ws.send(JSON.stringify({ k: "call", id, call: "presence.watch", input: { ids: [ana.id] } }));
  ask(1);
  expect(await watcher.next(({ k }) => k === "ok")).toMatchObject({ output: { online: [] } });

  const devices = [listen(otherSockets, ana.authorization), listen(otherSockets, ana.authorization)];
  for (const device of devices) await device.next(({ k }) => k === "hello");
  const told = (online: boolean) => (frame: ServerFrame) =>
    frame.k === "event" &&
    frame.event.type === "presence" &&
    frame.event.id === ana.id &&
    frame.event.online === online;
  await watcher.next(told(true));
  ask(2);
  expect(await watcher.next(({ k }) => k === "ok")).toMatchObject({ output: { online: [ana.id] } });

  const [typist, other] = devices;
  typist?.ws.send(JSON.stringify({ k: "call", id: 1, call: "messages.typing", input: { conversationId: group } }));
  const typing = (frame: ServerFrame) => frame.k === "event" && frame.event.type === "typing";
  expect(await watcher.next(typing)).toMatchObject({ event: { conversationId: group, by: ana.id } });

  typist?.ws.close();
  ask(3);
  expect(await watcher.next(({ k }) => k === "ok")).toMatchObject({ output: { online: [ana.id] } });
  other?.ws.close();
  await watcher.next(told(false));
  watcher.ws.close();
});

test("a node that stops takes its people offline for the others", async () => {
  const bo = await hire("bo");
  const third = await createServer({ ...common(), roles: ["ws"] });
  const watcher = listen();
  await watcher.next(({ k }) => k === "hello");
  const device = listen(third, bo.authorization);
  await device.next(({ k }) => k === "hello");
  const watch = { k: "call", id: 1, call: "presence.watch", input: { ids: [bo.id] } };
  await expect
    .poll(async () => {
      watcher.ws.send(JSON.stringify(watch));
      return watcher.next(({ k }) => k === "ok");
    })
    .toMatchObject({ output: { online: [bo.id] } });
  await third.close();
  await watcher.next((frame) => frame.k === "event" && frame.event.type === "presence" && !frame.event.online);
  watcher.ws.close();
});

test("a sign-out on one process closes the socket held by another", async () => {
  const { ws, next } = listen();
  await next(({ k }) => k === "hello");
  const closed = new Promise<number>((resolve) => ws.once("close", resolve));
  await call("identity.signOut", {});
  expect(await closed).toBe(4001);
});
