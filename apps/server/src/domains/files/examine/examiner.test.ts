import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createExaminer } from "./examiner.ts";

const workDir = mkdtempSync(join(tmpdir(), "qunxin-examine-"));
const path = join(workDir, "a.txt");
writeFileSync(path, "hello");
const task = { path, workDir, imageMaxBytes: 1, videoMaxBytes: 1, videoMaxSeconds: 1 };

afterAll(() => rmSync(workDir, { recursive: true }));

test("one process looks at file after file", async () => {
  const examiner = createExaminer();
  for (let i = 0; i < 3; i++) {
    expect(await examiner.examine(task)).toMatchObject({ finding: { mediaType: "text/plain", kind: "file" } });
  }
  examiner.stop();
});

test("a file that is not there fails without being refused, and the next one is looked at", async () => {
  const examiner = createExaminer();
  await expect(examiner.examine({ ...task, path: join(workDir, "gone") })).rejects.toThrow("ENOENT");
  expect(await examiner.examine(task)).toHaveProperty("finding");
  examiner.stop();
});

test("who stops the examiner, while it starts or works, hears a failure and never a refusal", async () => {
  const examiner = createExaminer();
  const starting = examiner.examine(task);
  examiner.stop();
  await expect(starting).rejects.toThrow("stopped");
  const working = createExaminer();
  await working.examine(task);
  const second = working.examine(task);
  await new Promise((resolve) => setImmediate(resolve));
  working.stop();
  await second.then(
    (outcome) => expect(outcome).toHaveProperty("finding"),
    (error: Error) => expect(error.message).toContain("stopped"),
  );
});
