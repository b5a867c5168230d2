import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type FileId, messageFilePath } from "@qunxin/protocol";
import { generateX25519Identity } from "age-encryption";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../platform/ids.ts";
import { createLog } from "../platform/log.ts";
import { call, type Door, upload } from "../transports/http/files.testing.ts";
import { backUp } from "./backup.ts";
import { restore } from "./restore.ts";
import type { OpenKeys } from "./seal.ts";
import { foundGroup, type Operated, password, run, signIn } from "./testing.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const folder = mkdtempSync(join(tmpdir(), "qunxin-backup-"));
const at = (name: string) => join(folder, name);
const key = ["--identity-file", at("key.txt")];
const log = createLog("silent");
/** In every message, and in nothing else. */
const secret = "天知地知";
const fileBytes = randomBytes(300_000);
const processes: Operated[] = [];
/** What was acknowledged before the backup began, by text. */
const before = new Map<string, number>();
let server: Operated;
let groupId: string;
let fileSeq: number;
let fileId: FileId;

/** A server under writing load, of which a backup is made meanwhile; it goes on writing until the backup is done. */
beforeAll(async () => {
  server = run("start", ["--port", "0", "--data", at("data")], { QUNXIN_LOG: "debug" });
  processes.push(server);
  const url = await server.says(/ready at (http:\S+)/);
  const founded = await foundGroup(url, await server.says(/setup\?code=(\S+)/));
  groupId = founded.groupId;
  ({ id: fileId } = await upload(founded.wei, "plan.bin", fileBytes));
  fileSeq = await say(founded.wei, "", { type: "file", fileId });
  const load = startLoad(founded.wei);
  await vi.waitUntil(() => load.acknowledged.size > 100, { timeout: 60_000 });
  for (const [text, seq] of load.acknowledged) before.set(text, seq);

  expect(await operate("backup", "key", "--to", at("key.txt"))).toMatchObject({ code: 0 });
  const recipient = /age1\S+/.exec(readFileSync(at("key.txt"), "utf8"))?.[0] ?? "";
  const made = await operate("backup", "--data", at("data"), "--to", at("one.age"), "--recipient", recipient);
  expect(made, made.said).toMatchObject({ code: 0 });
  expect(load.acknowledged.size, "the load went on meanwhile").toBeGreaterThan(before.size);
  await load.stop();
});

afterAll(async () => {
  for (const { child, exited } of processes) {
    child.kill("SIGKILL");
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
});

test("a backup taken under load gives every message acknowledged before it back, once, with files and passwords", async () => {
  const restored = await operate("restore", "--data", at("other"), "--from", at("one.age"), ...key);
  expect(restored, restored.said).toMatchObject({ code: 0 });
  expect(restored.said).toContain("Every table and index was looked at: sound.");
  expect(readdirSync(at("other")).sort()).toEqual(["blobs", "postgres", "secret.key"]);

  const second = started("start", "--port", "0", "--data", at("other"));
  const wei = await signIn(await second.says(/ready at (http:\S+)/));
  const found = await readAll(wei);
  expect(found.map(({ seq }) => seq)).toEqual(found.map((_, index) => index + 1));
  const seqsOf = new Map<string, number[]>();
  for (const { seq, text } of found) seqsOf.set(text, [...(seqsOf.get(text) ?? []), seq]);
  for (const [text, seq] of before) expect(seqsOf.get(text), text).toEqual([seq]);
  const target = { conversationId: groupId, seq: fileSeq } as never;
  const file = await fetch(wei.url + messageFilePath(target, fileId, "original"), { headers: wei.headers });
  expect(sha256(Buffer.from(await file.arrayBuffer()))).toBe(sha256(fileBytes));
});

test("a backup is for its key alone, and one flipped bit or a missing end is noticed with nothing left behind", async () => {
  writeFileSync(at("foreign.txt"), `# another one\n${await generateX25519Identity()}\n`);
  const whole = readFileSync(at("one.age"));
  await expectRefusal("restore/wrong_key", "one.age", { identityFile: at("foreign.txt") });
  await expectRefusal("restore/key_missing", "one.age", {});
  await expectRefusal("restore/key_invalid", "one.age", { identityFile: at("one.age") });

  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(200_000) ^ 1, 200_000);
  writeFileSync(at("flipped.age"), flipped);
  await expectRefusal("restore/damaged", "flipped.age");
  writeFileSync(at("short.age"), whole.subarray(0, whole.length - 1_000));
  await expectRefusal("restore/damaged", "short.age");
  copyFileSync(at("key.txt"), at("plain.age"));
  await expectRefusal("restore/not_a_backup", "plain.age");
  await expectRefusal("restore/source_missing", "nowhere.age");
});

test("nothing is overwritten: not a file by a backup, not an installation by a restore", async () => {
  writeFileSync(at("word"), "correct horse battery staple\n");
  writeFileSync(at("short-word"), "123456\n");
  const word = { recipients: [], passphraseFile: at("word"), dataDir: at("data"), log };
  await expect(backUp({ ...word, to: at("one.age") })).rejects.toMatchObject({ code: "backup/target_exists" });
  await expect(backUp({ ...word, to: join(at("word"), "x") })).rejects.toMatchObject({
    code: "backup/target_not_writable",
  });
  const open = { recipients: [], dataDir: at("data"), to: at("open.age"), log };
  await expect(backUp(open)).rejects.toMatchObject({ code: "backup/key_missing" });
  const weak = { ...open, passphraseFile: at("short-word") };
  await expect(backUp(weak)).rejects.toMatchObject({ code: "backup/key_invalid" });
  const nothing = { ...word, dataDir: at("none"), to: at("x.age") };
  await expect(backUp(nothing)).rejects.toMatchObject({ code: "operations/nothing_there" });
  expect(readdirSync(folder).filter((name) => /^(open|x)\.age/.test(name))).toEqual([]);
  const foreign = await operate("backup", "--to", at("x.age"), "--database-url", "postgresql://db.example.com/qunxin");
  expect(foreign).toMatchObject({ code: 1, said: expect.stringContaining("(operations/external_database)") });
  mkdirSync(at("used"));
  writeFileSync(at("used/letter.txt"), "mine");
  const onto = restore({ from: at("one.age"), dataDir: at("used"), identityFile: at("key.txt"), log });
  await expect(onto).rejects.toMatchObject({ code: "restore/folder_not_empty" });
  expect(readdirSync(at("used"))).toEqual(["letter.txt"]);
});

test("a server logs a line of JSON an event, with the id that the client was told, and never what people wrote", async () => {
  const refused = await call(await signIn(await server.says(/ready at (http:\S+)/)), "messages.made-up", {});
  const told = () =>
    server
      .complained()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const ofCall = () => told().filter(({ requestId }) => requestId === refused.body.requestId);
  await vi.waitUntil(() => ofCall().length > 0, { timeout: 10_000 });
  expect(ofCall()).toEqual([
    expect.objectContaining({ level: 20, msg: "call answered", call: "unknown", outcome: "request/unknown_call" }),
  ]);
  const lines = told();
  for (const line of lines) expect(line).toMatchObject({ level: expect.any(Number), time: expect.any(Number) });
  expect(lines.filter(({ call }) => call === "messages.send").length).toBeGreaterThan(before.size);
  for (const never of [secret, password, "plan.bin"]) expect(server.complained()).not.toContain(never);
});

// What we write is an ordinary age file with an ordinary tar in it.
test.runIf(spawnSync("age", ["--version"]).status === 0)(
  "where the program age is installed, it opens a backup, and tar reads it",
  () => {
    const list = spawnSync("sh", ["-c", `age -d -i ${at("key.txt")} ${at("one.age")} | zstd -d | tar -t`]);
    expect(list.stdout.toString()).toMatch(
      /qunxin-backup\.json[\s\S]*postgres\/backup_label[\s\S]*qunxin-backup-end\.json/,
    );
  },
);

function started(program: "start" | "operate", ...args: string[]): Operated {
  const process = run(program, args);
  processes.push(process);
  return process;
}

async function operate(...args: string[]): Promise<{ code: number | null; said: string }> {
  const process = started("operate", ...args);
  const code = await process.exited;
  return { code, said: process.printed() + process.complained() };
}

async function expectRefusal(code: string, file: string, keys: OpenKeys = { identityFile: at("key.txt") }) {
  await expect(restore({ from: at(file), dataDir: at("empty"), log, ...keys })).rejects.toMatchObject({ code });
  expect(existsSync(at("empty")) ? readdirSync(at("empty")) : []).toEqual([]);
}

async function say(door: Door, text: string, content?: object): Promise<number> {
  const rest = { text, mentions: [], mentionAll: false, replyToSeq: null, ...(content ? { content } : {}) };
  const sent = await call(door, "messages.send", { conversationId: groupId, clientId: newId(), ...rest });
  if (sent.status !== 200) throw new Error(`refused: ${JSON.stringify(sent.body)}`);
  return sent.body.seq;
}

/** Six senders who each wait for their answer, and a little: what is measured is not how fast they are. */
function startLoad(door: Door) {
  const acknowledged = new Map<string, number>();
  let stopping = false;
  const senders = Array.from({ length: 6 }, async (_, sender) => {
    for (let n = 0; !stopping; n++) {
      acknowledged.set(`${secret} ${sender}-${n}`, await say(door, `${secret} ${sender}-${n}`));
      await delay(20);
    }
  });
  return {
    acknowledged,
    async stop() {
      stopping = true;
      await Promise.all(senders);
    },
  };
}

async function readAll(door: Door): Promise<{ seq: number; text: string }[]> {
  const all: { seq: number; text: string }[] = [];
  for (let after = 0; ; after = all.at(-1)?.seq ?? 0) {
    const { body } = await call(door, "messages.history", { conversationId: groupId, after });
    for (const entry of body.entries) all.push({ seq: entry.seq, text: entry.body.text ?? `no message ${entry.seq}` });
    if (!body.moreAfter) return all;
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
