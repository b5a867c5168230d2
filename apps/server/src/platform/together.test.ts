import { expect, test } from "vitest";
import { together } from "./together.ts";

/** Answers each question when told to. */
function oracle() {
  const asked: { keys: readonly number[]; answer: () => void; fail: () => void }[] = [];
  const ask = (keys: readonly number[]) =>
    new Promise<Map<number, string>>((done, failed) => {
      const answer = () => done(new Map(keys.filter((key) => key > 0).map((key) => [key, `answer ${key}`])));
      asked.push({ keys, answer, fail: () => failed(new Error("away")) });
    });
  const next = async (index: number) => {
    await expect.poll(() => asked.length).toBeGreaterThan(index);
    return asked[index] ?? expect.unreachable();
  };
  return { find: together(ask), asked, next };
}

test("what is asked while a question is under way goes together with the next one", async () => {
  const { find, asked, next } = oracle();
  const first = find(1);
  const later = [find(2), find(1), find(3), find(2), find(0)];
  (await next(0)).answer();
  expect(await first).toBe("answer 1");
  const second = await next(1);
  expect(second.keys).toEqual([2, 1, 3, 0]);
  second.answer();
  expect(await Promise.all(later)).toEqual(["answer 2", "answer 1", "answer 3", "answer 2", undefined]);
  expect(asked).toHaveLength(2);
});

test("a question that fails does so for its keys only", async () => {
  const { find, next } = oracle();
  const first = find(1);
  const second = find(2);
  (await next(0)).fail();
  await expect(first).rejects.toThrow("away");
  (await next(1)).answer();
  expect(await second).toBe("answer 2");
});
