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
const count = async (table: string, { pool } = server) =>
  Number((await pool.query(`select count(*) from ${table}`)).rows[0].count);

test("the demo company has 300 people, its groups and talk, and guests who can sign in; cut off it goes on without doubles", {
  timeout: 60_000,
}, async () => {
  await server.onboarding.useCases["company.loadDemo"]({}, actor, caller);
  expect(server.queued).toEqual([demoTask]);
  // As if it had been cut off, and taken up twice at once: nothing is doubled, nothing left out.
  const interrupted = load();
  await server.pool.query("select pg_sleep(1.5)");
  await Promise.all([interrupted, load()]);
  await load();
  const { state, people, progress } = await server.onboarding.useCases["company.demo"]({}, actor, caller);
  expect(state).toBe("loaded");
  expect(progress.done).toBe(progress.total);
  // wei of the cast is the administrator here, so one less.
  await expectWhole(server, actor, 299);
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
    await expectWhole(fresh, administrator((await fresh.directory.findForSignIn("admin"))?.id as never), 300);
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

/** Everybody is there and everything was said, each once. */
async function expectWhole(one: typeof server, as: typeof actor, employees: number): Promise<void> {
  const { departments } = await one.directory.useCases["directory.departments"]({ parentId: null }, as, caller);
  expect(departments[0]?.headCount).toBe(employees);
  expect(await count("people where kind = 'employee'", one)).toBe(employees);
  expect(await count("groups", one)).toBeGreaterThanOrEqual(24);
  expect(await count("entries where kind = 'message'", one)).toBeGreaterThan(200);
  const { rows } = await one.pool.query(
    "select name from groups group by name having count(*) > 1 union all select body->>'text' from entries where kind = 'message' group by conversation_id, body->>'text' having count(*) > 1",
  );
  expect(rows).toEqual([]);
}
