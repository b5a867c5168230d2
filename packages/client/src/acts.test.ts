import { Failure } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { type Act, createActs } from "./acts.ts";
import { realTiming, Unreachable } from "./transport.ts";

/** Acts towards a server that answers as told; pauses last until `wake`. */
function open(kept: Act[] = []) {
  const made: unknown[] = [];
  const finished: [string, unknown][] = [];
  const records = new Map<string, Act>();
  let answer: (act: Act) => unknown = () => ({});
  const acts = createActs({
    async perform(act) {
      made.push(act.input);
      return answer(act) as never;
    },
    timing: { ...realTiming, after: () => () => undefined },
    sends: () => true,
    async keep(key, act) {
      if (act) records.set(key, act);
      else records.delete(key);
    },
    finished: ({ key }, outcome) => finished.push([key, outcome instanceof Failure ? outcome.code : outcome]),
  });
  acts.restore(kept);
  const read = (seq: number, id = "a") => acts.do(`read ${id}`, "conversations.markRead", { conversationId: id, seq });
  const answers = (how: typeof answer) => {
    answer = how;
  };
  return { acts, made, finished, records, read, answers };
}

const unreachable = () => {
  throw new Unreachable();
};

test("an act without network is kept and waits; the latest of a key is made when it is back", async () => {
  const { acts, made, records, read, answers, finished } = open();
  answers(unreachable);
  expect(await read(1)).toBeNull();
  expect(await read(5)).toBeNull();
  expect(await read(2, "b")).toBeNull();
  expect([...records.keys()]).toEqual(["read a", "read b"]);
  expect(acts.waiting("read a", "conversations.markRead")).toMatchObject({ seq: 5 });
  made.length = 0;
  answers(() => ({ readSeq: 5 }));
  acts.wake();
  await expect.poll(() => made).toMatchObject([{ seq: 5 }, { seq: 2 }]);
  await expect.poll(() => records.size).toBe(0);
  expect(finished.map(([key]) => key)).toEqual(["read a", "read b"]);
});

test("an act of an earlier life is made; one that is refused is told and not tried again", async () => {
  const old: Act = { key: "read a", name: "conversations.markRead", input: { conversationId: "a", seq: 1 }, order: 1 };
  const { made, finished, read, answers } = open([old]);
  await expect.poll(() => finished).toEqual([["read a", {}]]);
  answers(() => {
    throw new Failure("conversations/not_found");
  });
  await expect(read(9)).rejects.toMatchObject({ code: "conversations/not_found" });
  expect(finished.at(-1)).toEqual(["read a", "conversations/not_found"]);
  expect(made).toHaveLength(2);
});

test("what takes the place of an act under way is made after it", async () => {
  const { made, read, answers, records } = open();
  const first = Promise.withResolvers<unknown>();
  answers(({ input }) => ((input as { seq: number }).seq === 1 ? first.promise : { readSeq: 2 }));
  const one = read(1);
  await expect.poll(() => made).toHaveLength(1);
  const two = read(2);
  first.resolve({ readSeq: 1 });
  expect([await one, await two]).toEqual([null, { readSeq: 2 }]);
  expect(records.size).toBe(0);
});
