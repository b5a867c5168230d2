import { createServer, type Server as Pages } from "node:http";
import type { AddressInfo } from "node:net";
import type { CallInput, CallName, CallOutput, ConversationId } from "@qunxin/protocol";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { movableClock } from "./platform/clock.ts";
import { newId } from "./platform/ids.ts";
import { cloneDatabase, type TestDatabase } from "./platform/postgres/testing.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "./testing.ts";

const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let database: TestDatabase;
let server: TestServer;
let pages: Pages;
let headers: Record<string, string>;
let group: ConversationId;

beforeAll(async () => {
  const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background: "#2468f2" } })
    .png()
    .toBuffer();
  pages = createServer(({ url }, response) => {
    if (url === "/cover.png") response.setHeader("content-type", "image/png").end(picture);
    else {
      response.setHeader("content-type", "text/html");
      response.end(`<title>Release notes</title><meta property="og:image" content="/cover.png">`);
    }
  });
  await new Promise<void>((done) => pages.listen(0, "127.0.0.1", done));
  database = await cloneDatabase();
  server = await start();
  headers = await signedIn(server, await foundCompany(server));
  const { departments } = await call("directory.departments", { parentId: null });
  const placements = departments.map(({ id }) => ({ departmentId: id, leader: false }));
  const blank = { mobile: null, email: null, position: null, employeeNo: null, avatarUrl: null };
  const ana = { name: "安娜", account: "ana", gender: "unknown", placements, ...blank } as const;
  const { personId } = await call("directory.createPerson", { key: newId<never>(), ...ana });
  const selection = { people: [personId], departments: [], groups: [], except: [] };
  const asked = { key: newId<never>(), type: "normal", name: "发布", selection, followDepartments: false } as const;
  group = (await call("groups.create", asked)).groupId;
});
afterAll(async () => {
  pages.close();
  await server.close();
  await database.drop();
});

/** A server on the database that outlives it. */
function start(): Promise<TestServer> {
  const kept = { ...database, drop: async () => undefined };
  return startTestServer({ clock, database: kept, linkGuard: { exception: (address) => address === "127.0.0.1" } });
}

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const answer = await fetch(`${server.url}/api/${name}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
  return (await answer.json()) as CallOutput<N>;
}

const said = { mentions: [], mentionAll: false, replyToSeq: null };
const last = async () => (await call("messages.history", { conversationId: group })).entries.at(-1);

test("a card's picture is made anew, shown with the message, and forwarded with it", async () => {
  const url = `http://127.0.0.1:${(pages.address() as AddressInfo).port}/notes`;
  const preview = await call("links.preview", { url });
  expect(preview).toMatchObject({ title: "Release notes", image: { kind: "image", width: 90, height: 60 } });
  const content = { type: "link", linkId: preview.linkId } as const;
  await call("messages.send", { ...said, conversationId: group, clientId: newId<never>(), text: "", content });
  const entry = await last();
  expect(entry?.body).toMatchObject({ content: { type: "link", title: "Release notes", image: preview.image } });
  await call("messages.forward", {
    key: newId<never>(),
    from: group,
    seqs: [entry?.seq ?? 0],
    to: [group],
    mode: "merged",
  });
  for (const { seq } of [entry, await last()].flatMap((one) => one ?? [])) {
    const read = await fetch(`${server.url}/api/files/${group}/${seq}/${preview.image?.id}/thumb`, { headers });
    expect(read.status).toBe(200);
    expect(read.headers.get("content-type")).toMatch(/^image\//);
  }
});

test("a message that waits outlives the server and is sent once by the next one", async () => {
  const at = new Date(clock.now().getTime() + 3_600_000).toISOString();
  const draft = { ...said, text: "上线了" };
  await call("scheduled.create", { key: newId<never>(), conversationId: group, at, draft });
  await server.close();
  server = await start();
  clock.moveBy(3_600_000);
  await expect.poll(async () => (await last())?.body, { timeout: 10_000 }).toMatchObject({ text: "上线了" });
  expect((await call("scheduled.list", {})).scheduled).toEqual([]);
});
