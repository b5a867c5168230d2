import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../platform/log.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../testing.ts";
import { call, type Door, upload } from "../transports/http/files.testing.ts";
import { examine } from "./doctor.ts";
import { run } from "./testing.ts";

const log = createLog("silent");
let server: TestServer;
let wei: Door;

beforeAll(async () => {
  server = await startTestServer();
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
  await upload(wei, "plan.bin", Buffer.from("bytes of a plan"));
});

afterAll(() => server.close());

const look = async (more: Partial<Parameters<typeof examine>[0]> = {}) => {
  const findings = await examine({ dataDir: server.dataDir, databaseUrl: server.databaseUrl, log, ...more });
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]));
};

test("of a sound installation nothing is wrong, and every check says something", async () => {
  const found = await look({ url: server.url });
  // Tests run on a database that is never synced.
  const wrong = Object.values(found).filter(({ level, check }) => level === "fail" && check !== "settings");
  expect(wrong).toEqual([]);
  expect(Object.keys(found).sort()).toEqual(
    "after-work clock data-folder database files indexes migrations node open-files proxy push-keys secret settings socket-memory".split(
      " ",
    ),
  );
  expect(found.indexes?.says).toBe("Every B-tree was looked through: sound.");
  expect(found.proxy?.says).toContain("WebSockets reach Qunxin");
  expect(found.settings).toMatchObject({ level: "fail", says: expect.stringContaining("fsync") });
  for (const { level, advice } of Object.values(found)) expect(level === "ok" || advice !== undefined).toBe(true);
});

test("a file whose bytes are missing is named", async () => {
  const blobs = join(server.dataDir, "blobs");
  const names = readdirSync(blobs, { recursive: true, encoding: "utf8" });
  const path = names.find((name) => /[0-9a-f]{64}$/.test(name)) ?? "";
  rmSync(join(blobs, path));
  const { files } = await look();
  expect(files).toMatchObject({ level: "fail", says: expect.stringContaining(path.slice(-64)) });
});

test("a folder that cannot be written is told, and one that is open to others", async () => {
  // Root may write anywhere but into a file system of the kernel.
  const closed = mkdtempSync(join(tmpdir(), "qunxin-doctor-"));
  chmodSync(closed, 0o500);
  const unwritable = await look({ dataDir: process.getuid?.() === 0 ? "/sys" : closed });
  expect(unwritable["data-folder"]).toMatchObject({
    level: "fail",
    says: expect.stringContaining("cannot be written"),
  });
  expect(unwritable.secret?.level).toBe("fail");
  chmodSync(closed, 0o755);
  expect((await look({ dataDir: closed }))["data-folder"]).toMatchObject({ level: "warn" });
  rmSync(closed, { recursive: true });
});

test("a migration that is missing or altered, work given up, an index not valid and a foreign secret are told", async () => {
  const { pool } = server.parts;
  await call(wei, "notifications.pushKey", {});
  await pool.query("update schema_migrations set sha256 = 'other' where number = 3");
  await pool.query("update pg_index set indisvalid = false where indexrelid = 'outbox_open'::regclass");
  await pool.query(
    "insert into outbox (consumer, conversation_ids, seqs, parked_at) values ('search', '{}', '{}', now())",
  );
  const found = await look({ secret: Buffer.alloc(32, 7).toString("base64") });
  expect(found.migrations).toMatchObject({ level: "fail", says: expect.stringContaining("Migration 3") });
  expect(found.indexes).toMatchObject({ level: "fail", says: expect.stringContaining("outbox_open") });
  expect(found["after-work"]).toMatchObject({ level: "warn" });
  expect(found["push-keys"]).toMatchObject({ level: "fail" });
});

test("a proxy that does not pass WebSockets is told, and a database that is away", async () => {
  const proxy = createServer((_request, answer) => answer.writeHead(426).end("no")).listen(0, "127.0.0.1");
  await new Promise((listening) => proxy.once("listening", listening));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const found = await look({ url, databaseUrl: "postgresql://qunxin:geheim@127.0.0.1:1/qunxin" });
  proxy.close();
  expect(found.proxy).toMatchObject({ level: "fail", says: expect.stringContaining("426") });
  expect(found.database).toMatchObject({ level: "fail" });
  expect(JSON.stringify(found)).not.toContain("geheim");
});

test("the command answers 1 when something is wrong, in lines or as JSON", async () => {
  const folder = mkdtempSync(join(tmpdir(), "qunxin-doctor-"));
  writeFileSync(join(folder, "secret.key"), "short");
  const doctor = run("operate", ["doctor", "--data", folder, "--json"]);
  expect(await doctor.exited).toBe(1);
  const { ok, checks } = JSON.parse(doctor.printed());
  expect(ok).toBe(false);
  expect(checks).toContainEqual(expect.objectContaining({ check: "database", level: "fail" }));
  rmSync(folder, { recursive: true });
});
