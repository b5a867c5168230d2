import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operationProblemCodes } from "./problem.ts";

test.each(["operations.md", "operations.zh-CN.md"])(
  "the guide %s explains every code, and no code that does not exist",
  (name) => {
    const guide = readFileSync(new URL(`../../../../docs/guides/${name}`, import.meta.url), "utf8");
    expect(
      new Set(guide.match(/(operations|backup|restore)\/\w+_\w+|backup\/failed|restore\/(failed|damaged|newer)/g)),
    ).toEqual(new Set(operationProblemCodes));
  },
);
