import type { CallName, PrincipalId } from "@qunxin/protocol";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { movableClock } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../testing.ts";
import { createRefusals } from "./refusals.ts";
import { openDevice } from "./ws/testing.ts";

const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let server: TestServer;
let ana: { id: PrincipalId; headers: Record<string, string> };
let wei: Record<string, string>;

interface Line {
  level: number;
  msg: string;
  code?: string;
  what?: string;
  personId?: string | null;
  address?: string;
  count?: number;
}

/** The lines of a real log, taken out as they are asked for. */
function openLog() {
  const lines: Line[] = [];
  const log = pino({ level: "info", base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, take: () => lines.splice(0).filter(({ msg }) => msg.startsWith("refused")) };
}

const { log, take } = openLog();

beforeAll(async () => {
  const callRates = { person: { perSecond: 0.001, burst: 40 }, stranger: { perSecond: 1, burst: 1_000 } };
  server = await startTestServer({ clock, log, callRates });
  wei = await signedIn(server, await foundCompany(server));
  const { departments } = (await post("directory.departments", { parentId: null }, wei)).body;
  const blank = { mobile: null, email: null, gender: "unknown", position: null, employeeNo: null, avatarUrl: null };
  const placements = [{ departmentId: departments[0].id, leader: false }];
  const person = { ...blank, key: newId(), name: "安娜", account: "ana", placements };
  const { personId } = (await post("directory.createPerson", person, wei)).body;
  ana = { id: personId, headers: await signedIn(server, personId) };
});
afterAll(() => server.close());

test("a refused right has a line at once, and the next ones one line a minute with their number", async () => {
  take();
  for (let times = 0; times < 5; times++) await post("company.policy", {}, ana.headers);
  const line = { level: 40, code: "access/permission_denied", what: "company.policy", personId: ana.id };
  expect(take()).toMatchObject([{ ...line, address: "127.0.0.1", count: 1 }]);
  clock.moveBy(60_000);
  await post("company.setPolicy", { sessions: { maxDays: 90 } }, ana.headers);
  expect(take()).toMatchObject([{ ...line, what: "company.setPolicy", count: 5 }]);
});

test("a page of another origin, a limit that was met, and a socket without a session have their lines too", async () => {
  clock.moveBy(60_000);
  await post("company.status", {}, { ...wei, origin: "https://evil.example", authorization: "" });
  expect(take()).toMatchObject([{ code: "request/origin", what: "POST /api/:call", personId: null }]);
  const device = openDevice(`${server.url.replace("http", "ws")}/api/socket`, { authorization: "Bearer nobody" });
  expect(await device.refused).toBe(401);
  expect(take()).toMatchObject([{ level: 30, code: "identity/signed_out", what: "socket", personId: null }]);
  const answers = await Promise.all(Array.from({ length: 45 }, () => post("identity.me", {}, ana.headers)));
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  expect(take()).toMatchObject([{ code: "request/rate_limited", personId: ana.id, count: 1 }]);
});

test("what somebody was not signed in for, mistyped or made up, fills no log with what they wrote", async () => {
  clock.moveBy(60_000);
  await post("made.up" as CallName, { secret: "geheim" }, wei);
  await post("groups.create", { name: "geheim" }, wei);
  expect(take().filter(({ code }) => code !== "request/rate_limited")).toEqual([]);
});

test("very many at once have two thousand lines and one with the number of the others", () => {
  const many = openLog();
  const refusals = createRefusals({ log: many.log, clock });
  for (let one = 0; one < 2_500; one++) {
    const address = `198.51.${Math.floor(one / 250)}.${one % 250}`;
    refusals.note({ code: "request/rate_limited", what: "socket", personId: null, address, requestId: "" });
  }
  expect(many.take()).toHaveLength(2_000);
  clock.moveBy(60_000);
  refusals.close();
  expect(many.take()).toMatchObject([{ msg: "refused to very many", count: 500 }]);
});

async function post(call: CallName, input: object, headers: Record<string, string>) {
  const response = await fetch(`${server.url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
  return { status: response.status, body: (await response.json()) as any };
}
