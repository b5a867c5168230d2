import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { printSchema, schemaFile } from "./print-schema.ts";
import { cloneDatabase } from "./testing.ts";

test("platform/schema.ts says what the migrations make; npm run schema prints it anew", async () => {
  const database = await cloneDatabase();
  expect(await printSchema(database.url)).toBe(readFileSync(schemaFile, "utf8"));
  await database.drop();
});
