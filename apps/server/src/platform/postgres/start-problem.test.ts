import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileProblem, startProblemCodes } from "./start-problem.ts";

test.each([
  ["ENOSPC", "start/disk_full"],
  ["EDQUOT", "start/disk_full"],
  ["53100", "start/disk_full"],
  ["EROFS", "start/data_folder_not_writable"],
  ["EACCES", "start/data_folder_not_writable"],
])("an error %s while writing is told as %s, in one line that names the folder and what to do", (code, expected) => {
  const error = Object.assign(new Error("system says no"), { code, path: "/srv/qunxin/secret.key" });
  const problem = fileProblem(error, "/srv/qunxin");
  expect(problem).toMatchObject({ code: expected, message: expect.stringMatching(/^.*\/srv\/qunxin.*--data DIR.*$/) });
});

test("an error that is not about the folder is left alone", () => {
  expect(fileProblem(Object.assign(new Error("reset"), { code: "ECONNRESET" }), "/srv/qunxin")).toBeUndefined();
  expect(fileProblem(new Error("a defect"), "/srv/qunxin")).toBeUndefined();
  const elsewhere = Object.assign(new Error("no such file"), { code: "ENOENT", path: "/srv/app/index.html" });
  expect(fileProblem(elsewhere, "/srv/qunxin")).toBeUndefined();
});

test.each(["install.md", "install.zh-CN.md"])(
  "the guide %s explains every code, and no code that does not exist",
  (name) => {
    const guide = readFileSync(new URL(`../../../../../docs/guides/${name}`, import.meta.url), "utf8");
    expect(new Set(guide.match(/start\/\w+_\w+/g))).toEqual(new Set(startProblemCodes));
  },
);
