import { limits, type PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../platform/caller.ts";
import { actorOf, anyCaller, openTestDirectory, type TestDirectory } from "../directory/testing.ts";
import { contextWords } from "./context-words.ts";
import { sessionsEnded } from "./index.ts";
import { classesOf, judgePassword } from "./rules.ts";
import { usualPasswords } from "./usual-passwords.ts";

let world: TestDirectory;
let lin: PrincipalId;
const good = "Correct-horse-7";
const dayMs = 24 * 3_600_000;
beforeAll(async () => {
  world = await openTestDirectory();
  lin = await world.person("林晓", "linxiao", undefined, { mobile: "13800138000" });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.database.transact((tx) => world.identity.setFirstPassword(tx, lin, good));
  world.clock.moveBy(limits.signInLockMs);
});

const signIn = (login: string, password: string, caller: Caller = anyCaller, hold: "cookie" | "bearer" = "bearer") =>
  world.identity.useCases["identity.signIn"](
    { login, password, device: { name: "Firefox", kind: "web" }, hold },
    null,
    caller,
  );
const wrong = { code: "identity/wrong_credentials" };

test("one signs in by account in any case or by mobile, and the token proves who one is", async () => {
  for (const login of ["LinXiao", "13800138000", "+86 138 0013 8000"]) {
    const { me, token } = await signIn(login, good);
    expect(me).toMatchObject({ id: lin, passwordChangeRequired: false, company: { name: "群信科技" } });
    expect(await world.identity.authenticate(token ?? "")).toEqual({
      ...{ id: lin, kind: "employee", administrator: false, sessionId: me.sessionId, passwordChangeRequired: false },
    });
  }
  expect(await world.identity.authenticate("made up")).toBeNull();
});

test("a browser gets its session as a cookie and no token to read", async () => {
  const set: string[] = [];
  const caller: Caller = { ...anyCaller, cookie: { set: (token) => void set.push(token), clear: () => undefined } };
  expect((await signIn("linxiao", good, caller, "cookie")).token).toBeNull();
  expect(await world.identity.authenticate(set[0] ?? "")).toMatchObject({ id: lin });
});

test("the token is stored nowhere, only its hash", async () => {
  const { token } = await signIn("linxiao", good);
  const { rows } = await world.database.pool.query("select * from sessions");
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("five wrong passwords lock for a quarter of an hour, a right one before that clears the count", async () => {
  for (let attempt = 1; attempt <= 4; attempt++) await expect(signIn("linxiao", "no")).rejects.toMatchObject(wrong);
  await signIn("linxiao", good);
  for (let attempt = 1; attempt <= 5; attempt++) await expect(signIn("linxiao", "no")).rejects.toMatchObject(wrong);
  const locked = { code: "identity/locked", params: { retryAfterMs: limits.signInLockMs } };
  await expect(signIn("linxiao", good)).rejects.toMatchObject(locked);
  await expect(signIn("13800138000", good)).rejects.toMatchObject(locked);
  world.clock.moveBy(limits.signInLockMs);
  expect((await signIn("linxiao", good)).me.id).toBe(lin);
});

test("guesses made at once do not outrun the lock", async () => {
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => signIn("linxiao", "guess")));
  const codes = results.map((result) => (result.status === "rejected" ? result.reason.code : "in"));
  expect(codes.filter((code) => code === wrong.code)).toHaveLength(limits.signInFailuresBeforeLock);
  expect(codes.filter((code) => code === "identity/locked")).toHaveLength(12 - limits.signInFailuresBeforeLock);
});

test("an account nobody has is answered and locked like any other", async () => {
  for (let attempt = 1; attempt <= 5; attempt++) await expect(signIn("nobody", "no")).rejects.toMatchObject(wrong);
  await expect(signIn("NOBODY", "no")).rejects.toMatchObject({ code: "identity/locked" });
});

test("many wrong passwords from one address make it wait, whatever the accounts", async () => {
  const caller = { ...anyCaller, address: "198.51.100.9" };
  for (let attempt = 1; attempt <= 50; attempt++) {
    await signIn(`random${attempt}`, "no", caller).catch(() => undefined);
  }
  await expect(signIn("linxiao", good, caller)).rejects.toMatchObject({ code: "request/rate_limited" });
  expect((await signIn("linxiao", good)).me.id).toBe(lin);
});

test("who was imported signs in with the initial password of the list, must change it, and then it is dead", async () => {
  await world.apply((await world.check('姓名,账号,部门\n"=王,五",wangwu,技术部\n')).id);
  let list = "";
  for await (const piece of world.identity.initialPasswords()) list += piece;
  const person = await world.directory.findForSignIn("wangwu");
  const initial = world.identity.initialPassword(person?.id as PrincipalId);
  expect(initial).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  expect(list).toContain(`\r\n"'=王,五",wangwu,技术部,${initial},2026-04-01\r\n`);
  expect(list).not.toContain("linxiao");

  const { me, token } = await signIn("wangwu", initial.toLowerCase());
  expect(me.passwordChangeRequired).toBe(true);
  const actor = await world.identity.authenticate(token ?? "");
  expect(actor).toMatchObject({ passwordChangeRequired: true });
  const change = world.identity.useCases["identity.changePassword"];
  await change({ current: initial, next: good }, actor ?? actorOf(lin), anyCaller);
  expect(await world.identity.authenticate(token ?? "")).toMatchObject({ passwordChangeRequired: false });
  await expect(signIn("wangwu", initial)).rejects.toMatchObject(wrong);
});

test("changing the password ends the other sessions and keeps this one", async () => {
  const mine = await signIn("linxiao", good);
  const other = await signIn("linxiao", good);
  const actor = actorOf(lin, { sessionId: mine.me.sessionId });
  const change = (current: string, next: string) =>
    world.identity.useCases["identity.changePassword"]({ current, next }, actor, anyCaller);
  await expect(change("not it", "Another-one-8")).rejects.toMatchObject(wrong);
  await expect(change(good, good)).rejects.toMatchObject({ code: "identity/same_password" });
  await expect(change(good, "short")).rejects.toMatchObject({
    code: "identity/password_policy",
    params: { minChars: 8, rules: ["length", "classes"] },
  });
  await change(good, "Another-one-8");
  expect(await world.identity.authenticate(other.token ?? "")).toBeNull();
  expect(await world.identity.authenticate(mine.token ?? "")).toMatchObject({ id: lin });
});

test("one sees one's devices newest first and signs any of them out at once, but nobody else's", async () => {
  await world.identity.useCases["identity.revokeOtherDevices"]({ password: good }, actorOf(lin), anyCaller);
  const first = await signIn("linxiao", good);
  world.clock.moveBy(1_000);
  const second = await signIn("linxiao", good);
  const actor = actorOf(lin, { sessionId: second.me.sessionId });
  const { devices } = await world.identity.useCases["identity.devices"]({}, actor, anyCaller);
  expect(devices).toMatchObject([
    { sessionId: second.me.sessionId, current: true, name: "Firefox", address: "192.0.2.1" },
    { sessionId: first.me.sessionId, current: false },
  ]);
  await world.identity.authenticate(first.token ?? "");
  const revoke = (by: typeof actor, password = good) =>
    world.identity.useCases["identity.revokeDevice"]({ sessionId: first.me.sessionId, password }, by, anyCaller);
  await world.database.transact((tx) => world.identity.setFirstPassword(tx, world.wei.id, good));
  await expect(revoke(world.wei)).rejects.toMatchObject({ code: "identity/session_not_found" });
  const ended: unknown[] = [];
  const stop = world.bus.subscribe(sessionsEnded, (news) => ended.push(news));
  await revoke(actor);
  await revoke(actor);
  stop();
  expect(ended).toEqual([{ sessionIds: [first.me.sessionId], personIds: [] }]);
  expect(await world.identity.authenticate(first.token ?? "")).toBeNull();
});

test("whoever holds a session signs no device out without the password, and five wrong ones lock", async () => {
  const mine = await signIn("linxiao", good);
  const other = await signIn("linxiao", good);
  const actor = actorOf(lin, { sessionId: mine.me.sessionId });
  const { useCases } = world.identity;
  const one = (password: string) =>
    useCases["identity.revokeDevice"]({ sessionId: other.me.sessionId, password }, actor, anyCaller);
  const others = (password: string) => useCases["identity.revokeOtherDevices"]({ password }, actor, anyCaller);
  for (const attempt of [one, others, one, others, one]) await expect(attempt("no")).rejects.toMatchObject(wrong);
  await expect(others(good)).rejects.toMatchObject({ code: "identity/locked" });
  expect(await world.identity.authenticate(other.token ?? "")).toMatchObject({ id: lin });
  world.clock.moveBy(limits.signInLockMs);
  expect((await others(good)).revoked).toBeGreaterThan(0);
  expect(await world.identity.authenticate(other.token ?? "")).toBeNull();
  expect(await world.identity.authenticate(mine.token ?? "")).toMatchObject({ id: lin });
});

test("a session slides with its use, is noted as seen once a minute, and ends after 30 days without", async () => {
  const { token, me } = await signIn("linxiao", good);
  const seen = async () => {
    const { rows } = await world.database.pool.query("select last_seen_at from sessions where id = $1", [me.sessionId]);
    return rows[0].last_seen_at.getTime();
  };
  const opened = await seen();
  world.clock.moveBy(30_000);
  await world.identity.authenticate(token ?? "");
  expect(await seen()).toBe(opened);
  world.clock.moveBy(limits.sessionMaxAgeMs - 60_000);
  expect(await world.identity.authenticate(token ?? "")).not.toBeNull();
  expect(await seen()).toBeGreaterThan(opened);
  world.clock.moveBy(limits.sessionMaxAgeMs - 60_000);
  expect(await world.identity.authenticate(token ?? "")).not.toBeNull();
  world.clock.moveBy(limits.sessionMaxAgeMs);
  expect(await world.identity.authenticate(token ?? "")).toBeNull();
});

test("a session ends after so many days as the policy says, however much it is used, for calls, lists and sockets", async () => {
  await world.setPolicy({ sessions: { maxDays: 40 } });
  const { token, me } = await signIn("linxiao", good);
  for (let day = 0; day < 40; day += 8) {
    expect(await world.identity.authenticate(token ?? ""), `day ${day}`).toMatchObject({ id: lin });
    world.clock.moveBy(day === 32 ? 8 * dayMs - 30_000 : 8 * dayMs);
  }
  expect(await world.identity.authenticate(token ?? "")).toMatchObject({ id: lin });
  // What is remembered for a minute is remembered no longer than the session lives.
  world.clock.moveBy(30_000);
  expect(await world.identity.authenticate(token ?? "")).toBeNull();
  expect(await world.identity.actorOfSession(me.sessionId)).toBeNull();
  expect([...(await world.identity.sessionsAlive([me.sessionId]))]).toEqual([]);
  const list = world.identity.useCases["identity.devices"]({}, actorOf(lin), anyCaller);
  expect((await list).devices.map(({ sessionId }) => sessionId)).not.toContain(me.sessionId);
  const ended: unknown[] = [];
  const stop = world.bus.subscribe(sessionsEnded, ({ sessionIds }) => ended.push(...sessionIds));
  await world.identity.sweep();
  await world.identity.sweep();
  stop();
  expect(ended.filter((id) => id === me.sessionId)).toHaveLength(1);
});

test("a policy made shorter ends what is older at the next request", async () => {
  await world.setPolicy({ sessions: { maxDays: 90 } });
  const { token } = await signIn("linxiao", good);
  world.clock.moveBy(2 * dayMs);
  expect(await world.identity.authenticate(token ?? "")).toMatchObject({ id: lin });
  await world.setPolicy({ sessions: { maxDays: 1 } });
  expect(await world.identity.authenticate(token ?? "")).toBeNull();
  await expect(world.setPolicy({ sessions: { maxDays: 0 } })).rejects.toMatchObject({ code: "policy/range" });
  await world.setPolicy({ sessions: { maxDays: 90 } });
});

test("a reset password is temporary, lifts the lock and ends the sessions", async () => {
  const { token } = await signIn("linxiao", good);
  for (let attempt = 1; attempt <= 5; attempt++) await signIn("linxiao", "no").catch(() => undefined);
  const reset = world.identity.useCases["identity.resetPassword"];
  const { temporaryPassword } = await reset({ personId: lin }, world.wei, anyCaller);
  expect(await world.identity.authenticate(token ?? "")).toBeNull();
  expect((await signIn("linxiao", temporaryPassword)).me.passwordChangeRequired).toBe(true);
});

test("an initial or temporary password that nobody used is void after thirty days, and who may not wait is told why", async () => {
  const ana = await world.person("安娜", "ana");
  const initial = world.identity.initialPassword(ana);
  const ranOut = { code: "identity/initial_password_expired" };
  world.clock.moveBy(30 * dayMs - 1);
  expect((await signIn("ana", initial)).me.passwordChangeRequired).toBe(true);
  world.clock.moveBy(1);
  await expect(signIn("ana", initial)).rejects.toMatchObject(ranOut);
  // Only who knows it learns that.
  await expect(signIn("ana", "no")).rejects.toMatchObject(wrong);
  const { password } = await world.company.policy();
  await world.setPolicy({ password: { ...password, initialDays: 31 } });
  expect((await signIn("ana", initial)).me.id).toBe(ana);
  await world.setPolicy({ password: { ...password, initialDays: 30 } });

  const reset = world.identity.useCases["identity.resetPassword"];
  const { temporaryPassword } = await reset({ personId: ana }, world.wei, anyCaller);
  world.clock.moveBy(30 * dayMs - 1);
  const { me } = await signIn("ana", temporaryPassword);
  world.clock.moveBy(1);
  await expect(signIn("ana", temporaryPassword)).rejects.toMatchObject(ranOut);
  // Who has come in may choose their own, and that does not run out.
  const actor = actorOf(ana, { sessionId: me.sessionId });
  const change = world.identity.useCases["identity.changePassword"];
  await change({ current: temporaryPassword, next: good }, actor, anyCaller);
  world.clock.moveBy(100 * dayMs);
  expect((await signIn("ana", good)).me.passwordChangeRequired).toBe(false);
});

test("who is disabled cannot sign in, and only the right password tells why", async () => {
  const setStatus = world.call["directory.setStatus"];
  await setStatus({ personId: lin, status: "disabled" }, world.wei, anyCaller);
  await expect(signIn("linxiao", "no")).rejects.toMatchObject(wrong);
  await expect(signIn("linxiao", good)).rejects.toMatchObject({ code: "identity/disabled" });
  const reset = world.identity.useCases["identity.resetPassword"]({ personId: lin }, world.wei, anyCaller);
  await expect(reset).rejects.toMatchObject({ code: "directory/person_inactive" });
  await setStatus({ personId: lin, status: "active" }, world.wei, anyCaller);
});

test("an administrator made or unmade is known at the next request, and the last one stays", async () => {
  const { token } = await signIn("linxiao", good);
  expect(await world.identity.authenticate(token ?? "")).toMatchObject({ administrator: false });
  const set = (personId: PrincipalId, administrator: boolean) =>
    world.identity.useCases["identity.setAdministrator"]({ personId, administrator }, world.wei, anyCaller);
  await set(lin, true);
  expect(await world.identity.authenticate(token ?? "")).toMatchObject({ administrator: true });
  await set(lin, false);
  expect(await world.identity.authenticate(token ?? "")).toMatchObject({ administrator: false });
  await expect(set(world.wei.id, false)).rejects.toMatchObject({ code: "identity/last_administrator" });
});

const someone = { name: "Lin Xiao", account: "lin.xiao1" };

async function rulesBroken(password: string, { minClasses = 2, companyName = "" } = {}) {
  try {
    const context = { ...contextWords(someone, companyName), usual: await usualPasswords() };
    judgePassword({ minChars: 8, minClasses }, password, context);
    return [];
  } catch (error) {
    return (error as { params: { rules: string[] } }).params.rules;
  }
}

test("a password breaks every rule it breaks at once: length, classes, one's own name, the usual ones", async () => {
  expect(await rulesBroken("Tr0ub4dor&3")).toEqual([]);
  expect(await rulesBroken("abc")).toEqual(["length", "classes"]);
  expect(await rulesBroken("LIN.XIAO1")).toEqual(["personal"]);
  expect(await rulesBroken("LinXiao-2026")).toEqual(["personal"]);
  expect(await rulesBroken("linxiao-rides-a-red-horse-1")).toEqual([]);
  expect(await rulesBroken("Password123")).toEqual(["common"]);
  expect(await rulesBroken("woaini1314")).toEqual(["common"]);
  expect(await rulesBroken("密码密码密码密码1")).toEqual([]);
  expect(await rulesBroken("abcdefgh1", { minClasses: 3 })).toEqual(["classes"]);
});

test("three thousand of the most usual passwords that meet the policy are refused", async () => {
  const usual = await usualPasswords();
  const meeting = [...usual].filter((password) => classesOf(password) >= 2);
  expect(meeting.length).toBeGreaterThan(3_000);
  for (const password of meeting) expect(await rulesBroken(password.toUpperCase()), password).toContain("common");
});

test("the company's name makes no password, in letters, pinyin or initials, unless enough else stands beside it", async () => {
  const star = { companyName: "星河科技有限公司" };
  for (const password of ["星河科技2026!", "Xinghe-2026", "xing.he.keji1", "XHKJYXGS12", "Qunxin@2026"]) {
    expect(await rulesBroken(password, star), password).toEqual(["context"]);
  }
  expect(await rulesBroken("Acme_Widgets.26", { companyName: "Acme Widgets Co., Ltd." })).toEqual(["context"]);
  expect(await rulesBroken("xinghe meets a green horse 7", star)).toEqual([]);
  expect(await rulesBroken("Galaxy-2026", star)).toEqual([]);
  const actor = actorOf(lin);
  const change = world.identity.useCases["identity.changePassword"];
  // The company of this test is 群信科技.
  const refused = change({ current: good, next: "qunxinkeji-1" }, actor, anyCaller);
  await expect(refused).rejects.toMatchObject({ code: "identity/password_policy", params: { rules: ["context"] } });
});
