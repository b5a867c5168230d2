import { expect, test } from "vitest";
import { namesIn } from "./file-values.ts";

test("endings are understood with dots, in capitals, doubled, and apart by whatever people put between", () => {
  expect(namesIn(".EXE、bat; *.msi，bat\nps1")).toEqual(["exe", "bat", "msi", "ps1"]);
  expect(namesIn(" , ")).toEqual([]);
});

test("media types stay whole, wildcards at their end too", () => {
  expect(namesIn("image/*, application/pdf")).toEqual(["image/*", "application/pdf"]);
});
