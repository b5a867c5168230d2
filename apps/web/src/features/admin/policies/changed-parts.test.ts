import type { Policy } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { changedParts } from "./changed-parts.ts";

const read = { files: { maxBytes: 1, allowedTypes: [] }, retention: { normalDays: 90 } } as unknown as Policy;

test("only what one administrator changed is saved, so that another's change beside it stays", () => {
  const next = { files: { allowedTypes: [], maxBytes: 1 }, retention: { normalDays: 30 } } as unknown as Policy;
  expect(changedParts(next, read)).toEqual({ retention: { normalDays: 30 } });
  expect(changedParts(structuredClone(read), read)).toEqual({});
});
