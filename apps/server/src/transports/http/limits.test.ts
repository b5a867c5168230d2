import { type CallName, calls } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { movableClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { openDevice } from "../ws/testing.ts";
import { announce, type Door, hire } from "./files.testing.ts";

const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
// Nobody gets anything back within a test, however slow the machine.
const rates = { person: { perSecond: 0.001, burst: 400 }, stranger: { perSecond: 0.001, burst: 30 } };
const limited = { status: 429, code: "request/rate_limited" };
let server: TestServer;
let wei: Door;
let ana: Door;

beforeAll(async () => {
  server = await startTestServer({ clock, callRates: rates });
});

afterAll(() => server.close());

test("after ten wrong set-up codes an address waits, the right one included, while another address sets up", async () => {
  const guess = (code: string) => post({ "x-forwarded-for": "198.51.100.1" }, "company.setUp", founding(code));
  for (let i = 0; i < 10; i++) expect((await guess(`guess ${i}`)).code).toBe("company/setup_code");
  const code = (await server.parts.onboarding.issueSetupCode()) ?? "";
  const answer = await guess(code);
  expect(answer).toMatchObject(limited);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(200);
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
  ana = { url: server.url, headers: await signedIn(server, await hire(wei, "ana")) };
});

test("strangers from one address may ask only so much; others, and who is signed in, are not held up", async () => {
  const ask = (address: string) => post({ "x-forwarded-for": address }, "company.status", {});
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask("2001:db8::1")));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(30);
  expect(answers.find(({ status }) => status !== 200)).toMatchObject(limited);
  // Another address of the same network is the same place.
  expect(await ask("2001:db8::ffff:2")).toMatchObject(limited);
  expect((await ask("198.51.100.2")).status).toBe(200);
  const here = { ...ana.headers, "x-forwarded-for": "2001:db8::1" };
  expect((await post(here, "identity.me", {})).status).toBe(200);
});

test("a program that runs wild for one person is slowed down for all their sessions, and for nobody else", async () => {
  const person = await hire(wei, "bo");
  const [first, second] = [await signedIn(server, person), await signedIn(server, person)];
  const answers = await Promise.all(Array.from({ length: 500 }, () => post(first, "identity.me", {})));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(400);
  expect(answers.find(({ status }) => status !== 200)).toMatchObject(limited);
  expect(await post(second, "identity.me", {})).toMatchObject(limited);
  expect((await post(ana.headers, "identity.me", {})).status).toBe(200);
});

test("a hundred links that lead nowhere make a person wait, also with a good one; later it works", async () => {
  const people = { people: [await idOf(ana)], departments: [], groups: [], except: [] };
  const group = { key: newId(), type: "normal", selection: people, followDepartments: false };
  const { groupId } = (await post(wei.headers, "groups.create", group)).body;
  const { token } = (await post(wei.headers, "groups.createInvite", { key: newId(), groupId, kind: "link" })).body;
  const [invitation, join] = ["groups.invitation", "groups.join"] as const;
  for (let i = 0; i < 50; i++) {
    expect((await post(ana.headers, invitation, { token: `guess${i}` })).code).toBe("groups/invite_not_found");
    expect((await post(ana.headers, join, { token: `guess${i}` })).code).toBe("groups/invite_not_found");
  }
  expect(await post(ana.headers, invitation, { token })).toMatchObject(limited);
  expect(await post(ana.headers, join, { token })).toMatchObject(limited);
  clock.moveBy(5 * 60_000);
  expect((await post(ana.headers, join, { token })).body).toMatchObject({ state: "member" });
});

test("six hundred announced uploads within ten minutes are enough for one person", async () => {
  for (let at = 0; at < 600; at += 50) {
    const some = await Promise.all(Array.from({ length: 50 }, () => announce(ana, "a.txt", 10 ** 14)));
    for (const { status } of some) expect(status).toBe(413);
  }
  const refused = await announce(ana, "a.txt", 5);
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([429, limited.code]);
  expect((await announce(wei, "a.txt", 5)).status).toBe(201);
  clock.moveBy(10 * 60_000);
  expect((await announce(ana, "a.txt", 5)).status).toBe(201);
});

const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

test("JSON twenty thousand levels deep harms no call, over HTTP or over a socket", async () => {
  const names = (Object.keys(calls) as CallName[]).filter((name) => name !== "identity.signOut");
  // Who may make every call gets far enough to have the input looked at.
  const device = openDevice(`${server.url.replace("http", "ws")}/api/socket`, wei.headers);
  await device.until("hello", ([first]) => first?.k === "hello");
  for (const [id, name] of names.entries()) {
    const field = Object.keys((calls[name].input as { def?: { shape?: object } }).def?.shape ?? {})[0] ?? "x";
    const body = `{"${field}":${deep(20_000)}}`;
    const { status } = await post(wei.headers, name, body);
    expect(status, name).toBeLessThan(500);
    device.ws.send(`{"k":"call","id":${id},"call":"${name}","input":${body}}`);
    await device.until(`the answer of ${name}`, (frames) => frames.some((frame) => "id" in frame && frame.id === id));
  }
  for (const frame of device.frames) expect(frame).not.toMatchObject({ error: { code: "server/unexpected" } });
  expect((await post(wei.headers, "identity.me", deep(500_000))).status).toBeLessThan(500);
  device.ws.close();
});

async function idOf({ headers }: Door): Promise<string> {
  return (await post(headers, "identity.me", {})).body.id;
}

function founding(code: string) {
  const company = { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" };
  return { code, company, administrator: { name: "林晓", account: "lin", password: "Galaxy-2026" } };
}

async function post(headers: Record<string, string>, call: CallName, input: object | string) {
  const response = await fetch(`${server.url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof input === "string" ? input : JSON.stringify(input),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
  const body = (await response.json()) as any;
  return { status: response.status, headers: response.headers, code: body.code as string | undefined, body };
}
