import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CallName, calls } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { openDevice } from "../ws/testing.ts";

const webDir = mkdtempSync(join(tmpdir(), "qunxin-web-"));
const names = Object.keys(calls) as CallName[];
const administrative = names.filter((name) => ["administrator", "setup"].includes(calls[name].access));
const unknown = [404, "request/unknown_call"];

let server: TestServer;
let adminUrl: string;
let wei: Record<string, string>;

beforeAll(async () => {
  writeFileSync(join(webDir, "index.html"), "<!doctype html><title>page</title>");
  server = await startTestServer({ webDir, admin: { host: "127.0.0.1", port: 0 } });
  adminUrl = server.adminUrl ?? "";
});

afterAll(async () => {
  await server.close();
  rmSync(webDir, { recursive: true, force: true });
});

test("with a door of its own the set-up link leads there, and the company is founded there only", async () => {
  expect(new URL(server.setupUrl ?? "").origin).toBe(adminUrl);
  expect(await post(server.url, "company.setUp", {})).toMatchObject({ status: 404 });
  wei = await signedIn(server, await foundCompany({ ...server, url: adminUrl }));
});

test("every call of administrators exists at their door and nowhere else, over HTTP and over sockets", async () => {
  expect(administrative.length).toBeGreaterThan(20);
  const device = await deviceAt(server.url);
  for (const [id, name] of administrative.entries()) {
    expect((await post(adminUrl, name, [])).body.code, name).not.toBe("request/unknown_call");
    const { status, body } = await post(server.url, name, []);
    expect([status, body.code], name).toEqual(unknown);
    device.ws.send(JSON.stringify({ k: "call", id, call: name, input: {} }));
    await device.until("an answer", (frames) => frames.some((frame) => "id" in frame && frame.id === id));
  }
  const fails = device.frames.filter((frame) => frame.k === "fail");
  expect(fails.map(({ error }) => error.code)).toEqual(administrative.map(() => "request/unknown_call"));
  device.ws.close();
  const [own, call] = [await deviceAt(adminUrl), "directory.createDepartment"];
  own.ws.send(JSON.stringify({ k: "call", id: 1, call, input: {} }));
  await own.until("an answer", (frames) => frames.some(({ k }) => k === "fail"));
  expect(own.frames.at(-1)).toMatchObject({ error: { code: "request/invalid" } });
  own.ws.close();
});

test("the files and screens of administrators are at their door only", async () => {
  const list = "/api/directory/initial-passwords.csv";
  expect((await fetch(adminUrl + list, { headers: wei })).status).toBe(200);
  expect((await fetch(server.url + list, { headers: wei })).status).toBe(404);
  const upload = { method: "POST", body: "x", headers: wei };
  expect((await fetch(`${adminUrl}/api/directory/imports?fileName=%00`, upload)).status).toBe(422);
  expect((await fetch(`${server.url}/api/directory/imports?fileName=%00`, upload)).status).toBe(404);
  for (const path of ["/admin", "/admin/people", "/admin?x", "/setup?code=x"]) {
    expect((await fetch(adminUrl + path)).status, path).toBe(200);
    expect((await fetch(server.url + path)).status, path).toBe(404);
  }
  for (const path of ["/", "/chats", "/administrators"]) expect((await fetch(server.url + path)).status).toBe(200);
});

test("at the other door an administrator is an ordinary person, and is told so", async () => {
  expect((await post(adminUrl, "identity.me", {})).body.administrator).toBe(true);
  expect((await post(server.url, "identity.me", {})).body.administrator).toBe(false);
  const device = { name: "x", kind: "web" };
  const signIn = { login: "wei", password: "Galaxy-2026", device, hold: "bearer" };
  expect((await post(server.url, "identity.signIn", signIn)).body.me.administrator).toBe(false);
  expect((await post(adminUrl, "identity.signIn", signIn)).body.me.administrator).toBe(true);
});

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
async function post(url: string, call: CallName, input: unknown): Promise<{ status: number; body: any }> {
  const headers = { "content-type": "application/json", ...wei };
  const response = await fetch(`${url}/api/${call}`, { method: "POST", headers, body: JSON.stringify(input) });
  return { status: response.status, body: await response.json() };
}

async function deviceAt(url: string) {
  const device = openDevice(`${url.replace("http", "ws")}/api/socket`, wei);
  await device.until("hello", ([first]) => first?.k === "hello");
  return device;
}
