import type { CallName, PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { movableClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { foundCompany, startTestServer, type TestServer } from "../../testing.ts";
import { base32, codeOf, keyUri, stepsOf } from "./totp.ts";

const password = "Galaxy-2026";
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let server: TestServer;
let weiId: PrincipalId;
let wei: string;
let departmentId: string;
let people = 0;

beforeAll(async () => {
  server = await startTestServer({ clock });
  weiId = await foundCompany(server);
  wei = (await signIn("wei")).body.token;
  departmentId = (await post("directory.departments", { parentId: null }, wei)).body.departments[0].id;
});
afterAll(() => server.close());
// No test meets the locks and used-up codes of another.
beforeEach(() => clock.moveBy(20 * 60_000));

test("the codes are those of RFC 6238, and the secret is written as apps read it", () => {
  const secret = Buffer.from("12345678901234567890");
  const vectors: [seconds: number, code: string][] = [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ];
  for (const [seconds, code] of vectors) {
    expect(codeOf(secret, Math.floor(seconds / 30))).toBe(code);
  }
  // A clock may be half a minute off, no more.
  const known = [-60, -30, 0, 30, 60].map((off) => stepsOf(secret, "005924", new Date((1_234_567_890 + off) * 1_000)));
  expect(known.map(({ length }) => length)).toEqual([0, 1, 1, 1, 0]);
  expect(base32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(keyUri(secret, "星河 A", "lin")).toMatch(
    /^otpauth:\/\/totp\/%E6%98%9F%E6%B2%B3%20A:lin\?secret=GEZD\w+&issuer=/,
  );
});

test("who has a second factor signs in with password and code, and no code is taken twice", async () => {
  const ana = await hire();
  const { secret } = await setUp(ana);
  expect(await signIn(ana.account)).toMatchObject({ status: 401, body: { code: "identity/code_required" } });
  // The code that confirmed it is used up.
  expect(await signIn(ana.account, codeAt(secret))).toMatchObject({
    status: 401,
    body: { code: "identity/wrong_code" },
  });
  clock.moveBy(30_000);
  const code = codeAt(secret);
  expect((await signIn(ana.account, `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
  expect(await signIn(ana.account, code)).toMatchObject({ status: 401, body: { code: "identity/wrong_code" } });
  // Nor an older one that was never used.
  expect((await signIn(ana.account, codeAt(secret, -30_000))).status).toBe(401);
  clock.moveBy(60_000);
  const twice = await Promise.all([signIn(ana.account, codeAt(secret)), signIn(ana.account, codeAt(secret))]);
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect((await post("identity.secondFactor", {}, ana.token)).body).toEqual({ enabled: true, recoveryCodesLeft: 10 });
});

test("only who knows the password learns that there is a second factor, and five wrong codes lock", async () => {
  const ana = await hire();
  const { secret } = await setUp(ana);
  const guess = await signIn(ana.account, "000000", "Galaxy-1999");
  expect(guess.body.code).toBe("identity/wrong_credentials");
  clock.moveBy(60_000);
  const good = codeAt(secret);
  const bad = good === "000000" ? "000001" : "000000";
  for (let times = 0; times < 5; times++)
    expect((await signIn(ana.account, bad)).body.code).toBe("identity/wrong_code");
  expect(await signIn(ana.account, good)).toMatchObject({ status: 429, body: { code: "identity/locked" } });
  clock.moveBy(15 * 60_000);
  expect((await signIn(ana.account, codeAt(secret))).status).toBe(200);
});

test("a recovery code lets in once, only hashes of them are stored, and new ones void the old", async () => {
  const ana = await hire();
  const { recoveryCodes } = await setUp(ana);
  expect(recoveryCodes).toHaveLength(10);
  const [first = "", second = ""] = recoveryCodes;
  expect((await signIn(ana.account, first.toLowerCase())).status).toBe(200);
  expect((await signIn(ana.account, first)).body.code).toBe("identity/wrong_code");
  expect((await post("identity.secondFactor", {}, ana.token)).body.recoveryCodesLeft).toBe(9);
  const { rows } = await server.parts.pool.query("select code_hash from recovery_codes");
  for (const { code_hash } of rows) expect(code_hash).toMatch(/^\$argon2id\$/);
  expect((await post("identity.renewRecoveryCodes", { password: "no" }, ana.token)).status).toBe(401);
  const renewed = await post("identity.renewRecoveryCodes", { password }, ana.token);
  expect((await signIn(ana.account, second)).body.code).toBe("identity/wrong_code");
  expect((await signIn(ana.account, renewed.body.recoveryCodes[0])).status).toBe(200);
});

test("setting up needs the password and a code of the app, and signs the other devices out", async () => {
  const ana = await hire();
  const other = (await signIn(ana.account)).body.token;
  expect((await post("identity.enrolSecondFactor", { password: "no" }, ana.token)).status).toBe(401);
  expect((await post("identity.confirmSecondFactor", { code: "123456" }, ana.token)).status).toBe(409);
  const { secret, uri } = (await post("identity.enrolSecondFactor", { password }, ana.token)).body;
  expect(uri).toContain(`secret=${secret}`);
  expect((await post("identity.confirmSecondFactor", { code: "12345678" }, ana.token)).body.code).toBe(
    "identity/wrong_code",
  );
  // Begun and not confirmed, it is asked of nobody.
  expect((await signIn(ana.account)).status).toBe(200);
  expect((await post("identity.confirmSecondFactor", { code: codeAt(secret) }, ana.token)).status).toBe(200);
  expect((await post("identity.me", {}, other)).status).toBe(401);
  expect((await post("identity.me", {}, ana.token)).status).toBe(200);
  expect((await post("identity.enrolSecondFactor", { password }, ana.token)).body.code).toBe(
    "identity/second_factor_exists",
  );
  const { rows } = await server.parts.pool.query("select sealed_secret from second_factors");
  for (const { sealed_secret } of rows) expect(base32(sealed_secret)).not.toContain(secret);
  expect((await post("identity.removeSecondFactor", { password: "no" }, ana.token)).status).toBe(401);
  expect((await post("identity.removeSecondFactor", { password }, ana.token)).status).toBe(200);
  expect((await signIn(ana.account)).status).toBe(200);
});

test("an administrator takes a lost one away from others, not from themselves, and that ends their sessions", async () => {
  const ana = await hire();
  await setUp(ana);
  const reset = (personId: string, token: string) => post("identity.resetSecondFactor", { personId }, token);
  expect((await reset(ana.id, ana.token)).status).toBe(403);
  expect((await reset(weiId, wei)).status).toBe(403);
  expect((await reset(ana.id, wei)).status).toBe(200);
  expect((await post("identity.me", {}, ana.token)).status).toBe(401);
  expect((await signIn(ana.account)).status).toBe(200);
  expect((await reset(ana.id, wei)).status).toBe(200);
});

test("where the company wants it, an administrator without a second factor administers nothing until they have one", async () => {
  const ana = await hire();
  await post("identity.setAdministrator", { personId: ana.id, administrator: true }, wei);
  expect((await post("company.policy", {}, ana.token)).status).toBe(200);
  await post("company.setPolicy", { secondFactor: { administrators: true } }, wei);
  expect(await post("company.policy", {}, ana.token)).toMatchObject({ status: 403 });
  const without = { administrator: false, secondFactorRequired: true };
  expect((await post("identity.me", {}, ana.token)).body).toMatchObject(without);
  expect((await signIn(ana.account)).body.me).toMatchObject(without);
  await setUp(ana);
  const having = { administrator: true, secondFactorRequired: false };
  expect((await post("identity.me", {}, ana.token)).body).toMatchObject(having);
  expect((await post("company.policy", {}, ana.token)).status).toBe(200);
  expect((await post("identity.removeSecondFactor", { password }, ana.token)).body.code).toBe(
    "identity/second_factor_required",
  );
  // Who wanted it without having one is as the others, and back by setting it up.
  expect((await post("company.policy", {}, wei)).status).toBe(403);
  await post("company.setPolicy", { secondFactor: { administrators: false } }, ana.token);
  expect((await post("company.policy", {}, wei)).status).toBe(200);
});

interface Hired {
  id: string;
  account: string;
  token: string;
}

/** Somebody new with a password of their own, signed in. */
async function hire(): Promise<Hired> {
  const account = `person${++people}`;
  const blank = { mobile: null, email: null, gender: "unknown", position: null, employeeNo: null, avatarUrl: null };
  const placements = [{ departmentId, leader: false }];
  const person = { ...blank, key: newId(), name: "安娜", account, placements };
  const { personId: id, temporaryPassword: current } = (await post("directory.createPerson", person, wei)).body;
  const { token } = (await signIn(account, undefined, current)).body;
  await post("identity.changePassword", { current, next: password }, token);
  return { id, account, token };
}

async function setUp({ token }: Hired): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await post("identity.enrolSecondFactor", { password }, token)).body;
  const { recoveryCodes } = (await post("identity.confirmSecondFactor", { code: codeAt(secret) }, token)).body;
  return { secret, recoveryCodes };
}

/** What the app shows, so many milliseconds from now. */
function codeAt(secret: string, offMs = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0")).join("");
  const bytes = Array.from({ length: bits.length / 8 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  return codeOf(Buffer.from(bytes), Math.floor((clock.now().getTime() + offMs) / 30_000));
}

function signIn(login: string, code?: string, secret = password) {
  const device = { name: "x", kind: "api" };
  return post("identity.signIn", { login, password: secret, code, device, hold: "bearer" });
}

async function post(call: CallName, input: object, token?: string) {
  const response = await fetch(`${server.url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(input),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
  return { status: response.status, body: (await response.json()) as any };
}
