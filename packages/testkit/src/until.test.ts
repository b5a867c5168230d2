import { expect, test } from "vitest";
import { until } from "./until.ts";

test("a wait ends as soon as nothing is missing", async () => {
  let left = 3;
  await until("the countdown", () => (left-- > 0 ? `${left} more` : null), { everyMs: 1 });
  expect(left).toBe(-1);
});

test("a wait that runs out names what is missing", async () => {
  const waiting = until("everybody", async () => "wei and ana", { timeoutMs: 20, everyMs: 5 });
  await expect(waiting).rejects.toThrow("everybody: after 20 ms still missing: wei and ana");
});
