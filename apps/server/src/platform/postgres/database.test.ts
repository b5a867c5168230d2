import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkDatabase, databaseProblem, refuseUnfit } from "./database.ts";
import { createEmptyDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
});

afterAll(() => database.drop());

test("a database that is reachable, new enough and ours passes", async () => {
  await expect(checkDatabase(database.url)).resolves.toBeUndefined();
});

test.each([
  ["not a url", "start/database_url_invalid"],
  ["mysql://localhost/qunxin", "start/database_url_invalid"],
  ["postgresql://localhost:5432/", "start/database_url_invalid"],
  ["postgresql://u:geheim@no-such-host.invalid/qunxin", "start/database_unreachable"],
  ["postgresql://u:geheim@127.0.0.1:1/qunxin", "start/database_unreachable"],
])("the database URL %s is refused with %s", async (url, code) => {
  await expect(checkDatabase(url)).rejects.toMatchObject({ code });
});

test("a database that does not exist is named, with what to do and without the password", async () => {
  const url = new URL(database.url);
  url.pathname = "/nowhere";
  url.password = "geheim";
  const refusal = await checkDatabase(url.href).catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: "start/database_missing", message: expect.stringContaining("/nowhere") });
  expect(String(refusal)).not.toContain("geheim");
});

test("a user that does not exist is refused as a log-in", async () => {
  const url = new URL(database.url);
  url.username = "nobody_we_know";
  await expect(checkDatabase(url.href)).rejects.toMatchObject({ code: "start/database_login_refused" });
});

test("a user who may not create anything in the database is refused", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("create role qunxin_reader");
  try {
    const url = new URL(database.url);
    // As that user, without a way to sign in that the server's own rules might not know.
    url.searchParams.set("options", "-c role=qunxin_reader");
    await expect(checkDatabase(url.href)).rejects.toMatchObject({ code: "start/database_not_allowed" });
  } finally {
    await client.query("drop role qunxin_reader");
    await client.end();
  }
});

test("a database in another encoding is refused", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const name = `qunxin_latin_${process.pid}`;
  await client.query(`create database ${name} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`);
  try {
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    await expect(checkDatabase(url.href)).rejects.toMatchObject({ code: "start/database_not_utf8" });
  } finally {
    await client.query(`drop database ${name} with (force)`);
    await client.end();
  }
});

test("PostgreSQL 14 is refused with its version, 15 is not", () => {
  const facts = { encoding: "UTF8", may: true };
  expect(() => refuseUnfit({ ...facts, version: 140_012, shown: "14.12" }, "db:5432/qunxin")).toThrow(
    expect.objectContaining({ code: "start/database_too_old", message: expect.stringContaining("14.12") }),
  );
  expect(() => refuseUnfit({ ...facts, version: 150_000, shown: "15.0" }, "db:5432/qunxin")).not.toThrow();
});

test("a full disk of the database server is told as such", () => {
  const full = Object.assign(new Error("could not extend file: No space left on device\nHINT: …"), { code: "53100" });
  expect(databaseProblem(full, "db:5432/qunxin")).toMatchObject({
    code: "start/disk_full",
    message: expect.stringMatching(/^[^\n]*Free some space[^\n]*$/),
  });
});
