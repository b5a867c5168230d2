import type { CallArgs } from "@qunxin/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { administrator, browser, openFreshServer } from "./testing.ts";

let server: Awaited<ReturnType<typeof openFreshServer>>;
beforeEach(async () => {
  server = await openFreshServer();
});
afterEach(() => server.close());

function founding(code: string): CallArgs<"company.setUp"> {
  return {
    code,
    company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
    administrator: { name: "陆明", account: "admin", password: "correct-horse-9" },
  };
}

async function foundedBy(caller = browser()) {
  const code = (await server.onboarding.issueSetupCode()) ?? "";
  const { administratorId } = await server.onboarding.useCases["company.setUp"](founding(code), null, caller);
  return { code, actor: administrator(administratorId), caller };
}

test("the set-up code founds the company, its root department and an administrator who is signed in", async () => {
  const { actor, caller } = await foundedBy();
  expect(await server.company.info()).toMatchObject({ name: "星河科技" });
  expect(await server.identity.authenticate(caller.token ?? "")).toMatchObject({ id: actor.id, administrator: true });
  const { departments } = await server.directory.useCases["directory.departments"]({ parentId: null }, actor, caller);
  expect(departments).toMatchObject([{ name: "星河科技", headCount: 1 }]);
  expect(await server.onboarding.issueSetupCode()).toBeNull();
});

test("a wrong set-up code founds nothing", async () => {
  await server.onboarding.issueSetupCode();
  const attempt = server.onboarding.useCases["company.setUp"](founding("guess"), null, browser());
  await expect(attempt).rejects.toMatchObject({ code: "company/setup_code" });
  expect(await server.company.info()).toBeNull();
});

test("a new start voids the set-up code of the one before", async () => {
  const old = (await server.onboarding.issueSetupCode()) ?? "";
  await server.onboarding.issueSetupCode();
  const attempt = server.onboarding.useCases["company.setUp"](founding(old), null, browser());
  await expect(attempt).rejects.toMatchObject({ code: "company/setup_code" });
});

test("the set-up code works once, also when five browsers use it at the same moment", async () => {
  const code = (await server.onboarding.issueSetupCode()) ?? "";
  const attempts = await Promise.allSettled(
    Array.from({ length: 5 }, () => server.onboarding.useCases["company.setUp"](founding(code), null, browser())),
  );
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "company/already_set_up" });
  }
});

test("a weak password founds nothing and leaves the code good", async () => {
  const code = (await server.onboarding.issueSetupCode()) ?? "";
  const args = founding(code);
  const weak = { ...args, administrator: { ...args.administrator, password: "short" } };
  const attempt = server.onboarding.useCases["company.setUp"](weak, null, browser());
  await expect(attempt).rejects.toMatchObject({ code: "identity/password_policy" });
  await expect(server.onboarding.useCases["company.setUp"](args, null, browser())).resolves.toBeDefined();
});
