import { randomInt } from "node:crypto";
import {
  type CallName,
  ConversationId,
  calls,
  closeCodes,
  DepartmentId,
  EntryId,
  emptySelection,
  errors,
  ImportId,
  InviteId,
  limits,
  PrincipalId,
} from "@qunxin/protocol";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../testing.ts";
import { anyJson, framesOf, inputOf, type Known } from "./fuzz.testing.ts";
import { filled, routeInputs } from "./fuzz-routes.testing.ts";
import { openDevice } from "./ws/testing.ts";

const who = ["nobody", "external", "employee", "administrator"] as const;
/** Who gets far enough to break something. */
const often = ["employee", "administrator", "administrator"] as const;
type Who = (typeof who)[number];

let server: TestServer;
const people = {} as Record<Exclude<Who, "nobody">, PrincipalId>;
const known = new Map(
  [ConversationId, DepartmentId, EntryId, ImportId, InviteId, PrincipalId].map((kind) => [kind, []]),
) as Map<object, string[]>;
const note = (kind: object, id: string) => known.get(kind)?.push(id);
const tokens: string[] = [];
const names = Object.keys(calls) as CallName[];
/** After these there is less to try on. */
const ending = new Set<CallName>(["groups.dissolve", "groups.leave", "groups.removeMembers", "directory.setStatus"]);
const oftenMade = names.filter((name) => !ending.has(name));
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

beforeAll(async () => {
  server = await startTestServer();
  await found();
});

afterAll(() => server.close());

test("no input at any door of any call, by anybody, is answered with anything unexpected", async () => {
  const reached = new Set<CallName>();
  const inputFor = (name: CallName) =>
    fc.oneof({ arbitrary: inputOf(name, known as Known, tokens), weight: 4 }, { arbitrary: anyJson, weight: 1 });
  const made = fc
    .constantFrom(...names, ...oftenMade, ...oftenMade, ...oftenMade)
    .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...who, ...often), inputFor(name)));
  const make = async (name: CallName, by: Who, input: unknown) => {
    reached.add(name);
    expectKnown(await post(name, JSON.stringify(input), await headersOf(by)));
  };
  await fc.assert(
    fc.asyncProperty(made, ([name, by, input]) => make(name, by, input)),
    { seed, numRuns: 4_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false, verbose: 1 },
  );
  // On a slow machine chance may not have come to all of them in time.
  for (const name of names.filter((one) => !reached.has(one))) {
    for (const input of fc.sample(inputFor(name), { seed, numRuns: 3 })) await make(name, "administrator", input);
  }
  expect(reached.size).toBe(names.length);
  await expectHealthy();
}, 60_000);

test("broken frames close only the socket they came over, and broken inputs get a known code there too", async () => {
  const made = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...who.slice(1)), anyJson);
  await fc.assert(
    fc.asyncProperty(made, async ([name, by, input]) => {
      const device = openDevice(`${server.url.replace("http", "ws")}/api/socket`, await headersOf(by));
      await device.until("hello", ([first]) => first?.k === "hello");
      // The same number twice: both are answered.
      for (const frame of [frameOf(name, input), frameOf("no.such", input)]) device.ws.send(frame);
      await device.until("two answers", (frames) => frames.filter(({ k }) => k === "ok" || k === "fail").length === 2);
      for (const frame of device.frames) if (frame.k === "fail") expectKnown({ status: 400, body: frame.error });
      device.ws.close();
    }),
    { seed, numRuns: 60, interruptAfterTimeLimit: 6_000, markInterruptAsFailure: false },
  );
  for (const frame of fc.sample(framesOf(known as Known), { seed, numRuns: 60 })) await expectAnswered(frame);
  for (const frame of brokenFrames) {
    const device = openDevice(`${server.url.replace("http", "ws")}/api/socket`, await headersOf("employee"));
    await device.until("hello", ([first]) => first?.k === "hello");
    device.ws.send(frame);
    expect([1007, 1009, closeCodes.protocol], String(frame).slice(0, 40)).toContain(await device.closed);
  }
  await expectHealthy();
}, 60_000);

/** What fits the contract's frame is answered under its number, except where that is none that JSON can carry. */
async function expectAnswered(frame: unknown): Promise<void> {
  const { id, call } = frame as { id: number; call: string };
  // It would end the session; that is answered by closing, as it should be.
  if (call === "identity.signOut") return;
  const device = openDevice(`${server.url.replace("http", "ws")}/api/socket`, await headersOf("administrator"));
  await device.until("hello", ([first]) => first?.k === "hello");
  device.ws.send(JSON.stringify(frame));
  const closed = device.closed.then((code) => expect(code, JSON.stringify(frame)).toBe(closeCodes.protocol));
  const answered = device.until("an answer", (frames) => frames.some((one) => "id" in one && one.id === id));
  await Promise.race([closed, answered]);
  for (const one of device.frames) if (one.k === "fail") expectKnown({ status: 400, body: one.error });
  device.ws.close();
  answered.catch(() => undefined);
}

test("every route takes whatever comes, in its path, query, headers and body, without anything unexpected", async () => {
  expect(server.routes.filter((route) => !(route in routeInputs))).toEqual([]);
  const headers = await headersOf("administrator");
  for (const [route, input] of Object.entries(routeInputs)) {
    const [method = "", pattern = ""] = route.split(" ");
    await fc.assert(
      fc.asyncProperty(input(known as Known), async ({ path, query, more, body }) => {
        const url = `${server.url}${filled(pattern, path)}${query}`;
        const carries = !["GET", "HEAD"].includes(method);
        const init = { method, headers: { ...headers, ...more }, redirect: "manual" as const };
        const response = await fetch(url, { ...init, ...(carries ? { body: new Uint8Array(body) } : {}) });
        await response.arrayBuffer();
        // A refused path of tus is its own 4xx; only what nobody foresaw is 5xx.
        expect(response.status, `${method} ${url} ${JSON.stringify(more)}`).toBeLessThan(500);
      }),
      { seed, numRuns: 40, interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false },
    );
  }
  await expectHealthy();
}, 60_000);

const brokenFrames = [
  Buffer.from([0, 1, 2, 255]),
  "x".repeat(limits.frameBytes + 1),
  "",
  "not json",
  "[]",
  "null",
  '{"k":"call"}',
  '{"k":"call","id":"1","call":"identity.me","input":{}}',
  '{"k":"call","id":1e308,"call":"identity.me","input":{}}',
  '{"k":"shout","id":1,"call":"identity.me"}',
  `${"[".repeat(100_000)}`,
];

test("requests that are no calls are refused by the door itself", async () => {
  const headers = await headersOf("administrator");
  const broken: [path: string, init: RequestInit][] = [
    ["/api/%00", { method: "POST", body: "{}" }],
    ["/api/%ff", { method: "POST", body: "{}" }],
    ["/api/__proto__", { method: "POST", body: "{}" }],
    ["/api/identity.me", { method: "POST", body: "[".repeat(100_000) }],
    ["/api/identity.me", { method: "POST", body: '{"__proto__":{"a":1}}' }],
    ["/api/identity.me", { method: "POST", body: "\u0000" }],
    [
      "/api/identity.me",
      { method: "POST", body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ],
    [
      "/api/identity.me",
      { method: "POST", body: "{}", headers: { "content-type": "application/json; charset=utf-7" } },
    ],
    ["/api/identity.me", { method: "PUT", body: "{}" }],
    ["/api/directory/imports?fileName=%00.csv", { method: "POST", body: "x" }],
    ["/api/directory/imports?fileName=a&fileName=b", { method: "POST", body: "x" }],
    ["/api/directory/imports?fileName=%ed%a0%80", { method: "POST", body: "x" }],
    ["/api/directory/import-template.%00?locale=a&locale=b", {}],
    ["/%00", {}],
    ["/healthz?%", {}],
  ];
  for (const [path, init] of broken) {
    const response = await fetch(server.url + path, {
      ...init,
      headers: { "content-type": "application/json", ...headers, ...(init.headers as Record<string, string>) },
    });
    expect(response.status, `${init.method} ${path}`).toBeLessThan(500);
  }
  for (const cookie of [
    "__Host-qunxin_session=%zz",
    "qunxin_session=%zz",
    "qunxin_session=%00",
    "qunxin_session=",
    "=;;;",
  ]) {
    expect((await post("identity.me", "{}", { cookie })).status, cookie).toBe(401);
    expect(await openDevice(`${server.url.replace("http", "ws")}/api/socket`, { cookie }).refused, cookie).toBe(401);
  }
  await expectHealthy();
});

function frameOf(call: string, input: unknown): string {
  return JSON.stringify({ k: "call", id: 7, call, input });
}

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
  body: any;
}

async function post(call: string, body: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${server.url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, body: await response.json() };
}

function expectKnown({ status, body }: Answer): void {
  if (status === 200) return;
  expect(Object.keys(errors)).toContain(body.code);
  expect(body.code, body.requestId).not.toBe("server/unexpected");
}

async function expectHealthy(): Promise<void> {
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ healthy: true });
}

/** A new session of theirs, whatever the inputs before have done to them. */
async function headersOf(by: Who): Promise<Record<string, string>> {
  if (by === "nobody") return {};
  const id = people[by];
  await server.parts.pool.query("update people set status = 'active', administrator = $2 where id = $1", [
    id,
    by === "administrator",
  ]);
  return signedIn(server, id);
}

/** A company with one thing of every kind an id can name, some of them out of the employee's and the external's reach. */
async function found(): Promise<void> {
  people.administrator = await foundCompany(server);
  const { departments } = await must("directory.departments", { parentId: null });
  const parentId = departments[0].id;
  for (const name of ["研发", "市场", "财务"]) {
    note(DepartmentId, (await must("directory.createDepartment", { key: newId(), parentId, name })).id);
  }
  people.employee = await hire("ana");
  for (const account of ["zoe", "bo", "li"]) await hire(account);
  const kai = { key: newId(), name: "kai", mobile: "13900000001", organisation: null };
  people.external = (await must("directory.createExternal", kai)).personId;
  await form("all_staff", []);
  for (let i = 0; i < 5; i++) {
    await form("normal", known.get(PrincipalId) ?? []);
    await form("normal", (known.get(PrincipalId) ?? []).slice(1));
    await form("customer", [people.employee, people.external]);
  }
  const upload = {
    method: "POST",
    headers: await headersOf("administrator"),
    body: "姓名,账号,部门\n安娜,anna,研发\n",
  };
  const imported = await fetch(`${server.url}/api/directory/imports?fileName=a.csv`, upload);
  note(ImportId, ((await imported.json()) as { id: string }).id);
  note(DepartmentId, parentId);
  for (const id of Object.values(people)) note(PrincipalId, id);
}

async function hire(account: string): Promise<PrincipalId> {
  const person = { name: account, account, mobile: null, email: null, gender: "unknown", position: null };
  const placements = [{ departmentId: known.get(DepartmentId)?.[0], leader: false }];
  const more = { employeeNo: null, avatarUrl: null, placements };
  const { personId } = await must("directory.createPerson", { key: newId(), ...person, ...more });
  note(PrincipalId, personId);
  return personId;
}

/** A group of the administrator's with a message and an invitation. */
async function form(type: string, members: readonly string[]): Promise<void> {
  const selection = { ...emptySelection, people: members };
  const { groupId } = await must("groups.create", { key: newId(), type, selection, followDepartments: false });
  const message = { clientId: newId(), text: "hello", mentions: [], mentionAll: false, replyToSeq: null };
  note(ConversationId, groupId);
  note(EntryId, (await must("messages.send", { conversationId: groupId, ...message })).id);
  if (type === "all_staff") return;
  const invite = await must("groups.createInvite", { key: newId(), groupId, kind: "link" });
  note(InviteId, invite.id);
  tokens.push(invite.token);
}

async function must(call: CallName, input: object) {
  const { status, body } = await post(call, JSON.stringify(input), await headersOf("administrator"));
  if (status !== 200) throw new Error(`${call}: ${JSON.stringify(body)}`);
  return body;
}
