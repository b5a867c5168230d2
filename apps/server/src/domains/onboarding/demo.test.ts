import { afterEach, beforeEach, expect, test } from "vitest";
import { demoTask } from "./demo.ts";
import { administrator, browser, openFreshServer } from "./testing.ts";

let server: Awaited<ReturnType<typeof openFreshServer>>;
let actor: ReturnType<typeof administrator>;
const caller = browser();

beforeEach(async () => {
  server = await openFreshServer();
  const { administratorId } = await server.onboarding.useCases["company.setUp"](
    {
      code: (await server.onboarding.issueSetupCode()) ?? "",
      company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
      administrator: { name: "陆明", account: "wei", password: "correct-horse-9" },
    },
    null,
    caller,
  );
  actor = administrator(administratorId);
});
afterEach(() => server.close());

const load = () => server.onboarding.tasks[demoTask]?.({}, { last: false });
const count = async (table: string) => Number((await server.pool.query(`select count(*) from ${table}`)).rows[0].count);

test("the demo company has 300 people, its groups and talk, and guests who can sign in", {
  timeout: 60_000,
}, async () => {
  await server.onboarding.useCases["company.loadDemo"]({}, actor, caller);
  expect(server.queued).toEqual([demoTask]);
  await load();
  const { state, people, progress } = await server.onboarding.useCases["company.demo"]({}, actor, caller);
  expect(state).toBe("loaded");
  expect(progress.done).toBe(progress.total);
  const { departments } = await server.directory.useCases["directory.departments"]({ parentId: null }, actor, caller);
  // wei of the cast is the administrator here, so one less.
  expect(departments[0]?.headCount).toBe(299);
  expect(await count("groups")).toBeGreaterThanOrEqual(24);
  expect(await count("entries where kind = 'message'")).toBeGreaterThan(200);
  expect(people.map(({ account }) => account)).toEqual(["lin", "ana", "wangfang", "lilei", "19800000001"]);
  for (const { account: login, password } of people) {
    const device = { name: "test", kind: "web" } as const;
    const { me } = await server.identity.useCases["identity.signIn"](
      { login, password, device, hold: "bearer" },
      null,
      caller,
    );
    expect(me.passwordChangeRequired).toBe(false);
  }
});

test("a loading that was cut off goes on without doubles, also twice at once", { timeout: 90_000 }, async () => {
  await server.onboarding.useCases["company.loadDemo"]({}, actor, caller);
  const interrupted = load();
  await server.pool.query("select pg_sleep(1.5)");
  await Promise.all([interrupted, load()]);
  await load();
  expect(await count("people where kind = 'employee'")).toBe(299);
  const { rows } = await server.pool.query(
    "select name from groups group by name having count(*) > 1 union all select body->>'text' from entries where kind = 'message' group by conversation_id, body->>'text' having count(*) > 1",
  );
  expect(rows).toEqual([]);
  expect((await server.onboarding.useCases["company.demo"]({}, actor, caller)).state).toBe("loaded");
});

test("the demo company loads only into a company without other people", async () => {
  await server.directory.useCases["directory.createExternal"](
    { key: actor.sessionId as never, name: "周凯", mobile: "19800000009", organisation: null },
    actor,
    caller,
  );
  const attempt = server.onboarding.useCases["company.loadDemo"]({}, actor, caller);
  await expect(attempt).rejects.toMatchObject({ code: "company/demo_not_empty" });
});

test("without asking: the demo company is founded and loaded, and a second start answers the same people", {
  timeout: 60_000,
}, async () => {
  const fresh = await openFreshServer();
  try {
    const people = await fresh.onboarding.openDemo();
    expect(people[0]).toMatchObject({ account: "admin" });
    expect(people.map(({ account }) => account)).toContain("lin");
    expect(await fresh.onboarding.openDemo()).toEqual(people);
    expect(await fresh.onboarding.issueSetupCode()).toBeNull();
  } finally {
    await fresh.close();
  }
});

test("without asking, a company that was founded otherwise is left alone", async () => {
  expect(await server.onboarding.openDemo()).toEqual([]);
  expect(await count("people")).toBe(1);
});
