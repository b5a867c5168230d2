import { expect, test } from "vitest";
import { createGathering } from "./gathering.ts";
import { createTurn } from "./turn.ts";

const crowd = 2_000;

function gathering() {
  let seals = 0;
  const made = createGathering(createTurn(), () => {
    seals += 1;
    made.sealed();
  });
  return { ...made, seals: () => seals };
}

test("entries of a large conversation wait for those about to be stored and go with them", () => {
  const { due, seals } = gathering();
  due({ sockets: crowd, more: true });
  due({ sockets: crowd, more: true });
  expect(seals()).toBe(0);
  due({ sockets: crowd, more: false });
  expect(seals()).toBe(1);
});

test("what is awaited and does not come keeps nobody waiting for long", async () => {
  const { due, seals } = gathering();
  due({ sockets: crowd, more: true });
  await expect.poll(seals).toBe(1);
});

test("where few listen nothing waits", () => {
  const { due, seals } = gathering();
  due({ sockets: 20, more: true });
  expect(seals()).toBe(1);
});

test("once sealed for another reason, nothing is sealed again later", async () => {
  const { due, sealed, seals } = gathering();
  due({ sockets: crowd, more: true });
  sealed();
  // Longer than anything waits.
  await new Promise((wake) => setTimeout(wake, 100));
  expect(seals()).toBe(0);
});
