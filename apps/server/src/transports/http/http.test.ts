import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { movableClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { startTestServer, type TestServer } from "../../testing.ts";

let server: TestServer;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let setupCode: string;
let cookie: string;
const password = "Galaxy-2026";

beforeAll(async () => {
  server = await startTestServer({ clock });
  setupCode = new URL(server.setupUrl ?? "").searchParams.get("code") ?? "";
});

afterAll(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
type Json = any;
type Init = { headers?: Record<string, string>; body?: string };

async function post(call: string, input: unknown, { headers = {}, body }: Init = {}) {
  const response = await fetch(`${server.url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: body ?? JSON.stringify(input),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}

function founding(code: string) {
  return {
    code,
    company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
    administrator: { name: "林晓", account: "lin", password },
  };
}

test("everything but the set-up stays locked until the company is set up", async () => {
  expect((await post("company.status", {})).body).toMatchObject({ ready: false, company: null });
  for (const call of ["identity.signIn", "identity.me", "directory.people", "groups.create", "messages.send"]) {
    const { status, body } = await post(call, {});
    expect([status, body.code], call).toEqual([409, "company/not_set_up"]);
  }
});

test("a wrong set-up code changes nothing, the right one works once and signs the administrator in", async () => {
  const wrong = await post("company.setUp", founding("guess"));
  expect([wrong.status, wrong.body.code]).toEqual([403, "company/setup_code"]);
  expect((await post("company.status", {})).body.ready).toBe(false);

  const right = await post("company.setUp", founding(setupCode));
  expect(right.status).toBe(200);
  cookie = right.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  expect(right.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
  const me = await post("identity.me", {}, { headers: { cookie } });
  expect(me.body).toMatchObject({ id: right.body.administratorId, administrator: true });

  const again = await post("company.setUp", founding(setupCode));
  expect([again.status, again.body.code]).toEqual([409, "company/already_set_up"]);
});

test("a page of another origin can neither use the cookie nor sign somebody in", async () => {
  const foreign = { cookie, origin: "https://evil.example" };
  const refused = await post("identity.me", {}, { headers: foreign });
  expect([refused.status, refused.body.code]).toEqual([403, "request/origin"]);
  const signIn = { login: "lin", password, device: { name: "x", kind: "web" }, hold: "cookie" };
  expect((await post("identity.signIn", signIn, { headers: { origin: foreign.origin } })).body.code).toBe(
    "request/origin",
  );
  expect((await post("identity.me", {}, { headers: { cookie, "sec-fetch-site": "cross-site" } })).status).toBe(403);
  expect((await post("identity.me", {}, { headers: { cookie, origin: server.url } })).status).toBe(200);
});

test("a bearer token works without a cookie and dies with its session", async () => {
  const signIn = { login: "LIN", password, device: { name: "script", kind: "api" }, hold: "bearer" };
  const { body, headers } = await post("identity.signIn", signIn);
  expect(headers.getSetCookie()).toEqual([]);
  const authorization = `Bearer ${body.token}`;
  expect((await post("identity.me", {}, { headers: { authorization } })).status).toBe(200);
  await post("identity.signOut", {}, { headers: { authorization } });
  const after = await post("identity.me", {}, { headers: { authorization } });
  expect([after.status, after.body.code]).toEqual([401, "identity/signed_out"]);
});

test("bad input gets a clear code: unknown call, broken JSON, wrong shape, too large", async () => {
  const headers = { cookie };
  expect(await post("no.such", {}, { headers })).toMatchObject({ status: 404, body: { code: "request/unknown_call" } });
  expect(await post("constructor", {}, { headers })).toMatchObject({ status: 404 });
  const broken = await post("identity.me", {}, { headers, body: "{" });
  expect([broken.status, broken.body.code]).toEqual([400, "request/bad_json"]);
  const shape = await post("directory.card", { personId: "x" }, { headers });
  expect([shape.status, shape.body.code]).toEqual([422, "request/invalid"]);
  expect(shape.body.params.issues[0].path).toBe("personId");
  const card = { personId: newId(), name: "a\u0000" };
  const nul = await post("directory.updatePerson", card, { headers });
  expect([nul.status, nul.body.params.issues[0].path]).toEqual([422, "name"]);
  const large = await post("identity.me", {}, { headers, body: `"${"x".repeat(1_100_000)}"` });
  expect([large.status, large.body.code]).toEqual([413, "request/too_large"]);
});

test("who has not chosen a password yet can do nothing else", async () => {
  const root = await post("directory.departments", { parentId: null }, { headers: { cookie } });
  const person = await post(
    "directory.createPerson",
    {
      key: newId(),
      name: "安娜",
      account: "ana",
      mobile: null,
      email: null,
      gender: "female",
      position: null,
      employeeNo: null,
      avatarUrl: null,
      placements: [{ departmentId: root.body.departments[0].id, leader: false }],
    },
    { headers: { cookie } },
  );
  expect(person.status).toBe(200);
  const signIn = {
    login: "ana",
    password: person.body.temporaryPassword,
    device: { name: "", kind: "web" },
    hold: "bearer",
  };
  const { body } = await post("identity.signIn", signIn);
  const headers = { authorization: `Bearer ${body.token}` };
  expect(await post("conversations.list", {}, { headers })).toMatchObject({
    status: 403,
    body: { code: "identity/password_change_required" },
  });
  const change = { current: person.body.temporaryPassword, next: "Purple-Tiger-7" };
  expect((await post("identity.changePassword", change, { headers })).status).toBe(200);
  expect((await post("conversations.list", {}, { headers })).status).toBe(200);
  const forbidden = await post(
    "directory.createDepartment",
    { key: newId(), parentId: newId(), name: "x" },
    { headers },
  );
  expect([forbidden.status, forbidden.body.code]).toEqual([403, "access/permission_denied"]);
});

test("five wrong passwords lock an account for a quarter of an hour and say for how long", async () => {
  const attempt = (secret: string) =>
    post("identity.signIn", { login: "ana", password: secret, device: { name: "", kind: "web" }, hold: "bearer" });
  for (let i = 0; i < 5; i++) expect((await attempt(`wrong-${i}`)).status).toBe(401);
  const locked = await attempt("Purple-Tiger-7");
  expect([locked.status, locked.body.code]).toEqual([429, "identity/locked"]);
  expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(0);
  clock.moveBy(15 * 60_000 + 1);
  expect((await attempt("Purple-Tiger-7")).status).toBe(200);
});

test("files behind the administration are refused to everybody else", async () => {
  const paths = ["/api/directory/initial-passwords.csv"];
  for (const path of paths) expect((await fetch(server.url + path)).status).toBe(401);
  const upload = await fetch(`${server.url}/api/directory/imports?fileName=a.csv`, { method: "POST", body: "x" });
  expect(upload.status).toBe(401);
  const list = await fetch(`${server.url}/api/directory/initial-passwords.csv`, { headers: { cookie } });
  expect(list.status).toBe(200);
  expect(list.headers.get("cache-control")).toBe("no-store");
});

test("health tells whether the database answers, and answers carry headers that keep browsers careful", async () => {
  const response = await fetch(`${server.url}/healthz`);
  expect(await response.json()).toEqual({ healthy: true });
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await fetch(`${server.url}/${randomUUID()}`)).status).toBe(404);
});
