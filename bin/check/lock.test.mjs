import { expect, test } from "vitest";
import { checkLock, missingPlatforms } from "./lock.mjs";

test("the lock file of this checkout serves every platform", () => {
  expect(checkLock()).toEqual([]);
});

test("a platform package that the lock file lacks is found, with the platform that its name tells", () => {
  const tool = { dev: true, optionalDependencies: { "@tool/linux-x64-musl": "1.2.3", "@tool/darwin-arm64": "1.2.3" } };
  const packages = { "node_modules/tool": tool, "node_modules/@tool/darwin-arm64": { version: "1.2.3" } };
  expect(missingPlatforms(packages)).toEqual([
    {
      name: "@tool/linux-x64-musl",
      entry: { version: "1.2.3", os: ["linux"], cpu: ["x64"], libc: ["musl"], dev: true, optional: true },
    },
  ]);
});

test("a package beside or above the one that names it is not missing", () => {
  const named = { optionalDependencies: { "@tool/linux-x64": "1.0.0" } };
  const nested = { "node_modules/a/node_modules/tool": named, "node_modules/@tool/linux-x64": { version: "1.0.0" } };
  expect(missingPlatforms(nested)).toEqual([]);
  expect(missingPlatforms({ "apps/web": named, "node_modules/@tool/linux-x64": { version: "1.0.0" } })).toEqual([]);
});
