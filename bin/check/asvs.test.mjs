import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../setup.mjs";

test("every file that docs/asvs.md names as holding a requirement is there", () => {
  const text = readFileSync(join(root, "docs/asvs.md"), "utf8");
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|md|json))`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(60);
  const places = ["", "apps/server/src"];
  expect(named.filter((path) => !places.some((place) => existsSync(join(root, place, path))))).toEqual([]);
});
