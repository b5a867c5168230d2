import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test("cells with commas, quotes or line breaks survive the way into a spreadsheet", () => {
  expect(
    toCsv([
      ["行", "值"],
      ["2", 'a,"b"\nc'],
    ]),
  ).toBe('\uFEFF行,值\r\n2,"a,""b""\nc"\r\n');
});

test("a faulty value that looks like a formula is not run by the spreadsheet that opens the error list", () => {
  expect(toCsv([["=HYPERLINK(1)", "@x", "ok"]])).toBe("\uFEFF'=HYPERLINK(1),'@x,ok\r\n");
});
