/** More than this goes with the next question. */
const maxTogether = 500;

interface Waiting<Answer> {
  readonly done: (answer: Answer | undefined) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Asks for many keys at once, adaptively: what is asked for while a question is under way goes together with the next
 * one; no timer. Every answer is as of after it was asked for. A question that fails does so for all of its keys.
 */
export function together<Key, Answer>(
  ask: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Answer>>,
): (key: Key) => Promise<Answer | undefined> {
  let queue = new Map<Key, Waiting<Answer>[]>();
  let running = false;

  async function drain(): Promise<void> {
    running = true;
    while (queue.size > 0) {
      const due = [...queue].slice(0, maxTogether);
      queue = new Map([...queue].slice(maxTogether));
      try {
        const answers = await ask(due.map(([key]) => key));
        for (const [key, waiting] of due) for (const { done } of waiting) done(answers.get(key));
      } catch (error) {
        for (const [, waiting] of due) for (const { failed } of waiting) failed(error);
      }
    }
    running = false;
  }

  return (key) =>
    new Promise((done, failed) => {
      const waiting = queue.get(key) ?? [];
      waiting.push({ done, failed });
      queue.set(key, waiting);
      if (!running) void drain();
    });
}
