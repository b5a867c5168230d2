import { expect, test } from "vitest";
import { createReadiness } from "./readiness.ts";

test("a check that fails, throws or does not answer is a reason, and stopping is told before anything is asked", async () => {
  const readiness = createReadiness({
    database_unreachable: () => Promise.reject(new Error("gone")),
    migrations_pending: () => new Promise<boolean>(() => undefined),
    worker_lost: () => false,
  });
  expect((await readiness.ask()).sort()).toEqual(["database_unreachable", "migrations_pending", "worker_lost"]);
  const stopping = createReadiness({ worker_lost: () => false });
  const asked = stopping.ask();
  stopping.drain();
  expect(await asked).toEqual(["draining"]);
  expect(await stopping.ask()).toEqual(["draining"]);
});
