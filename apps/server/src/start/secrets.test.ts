import { type ChildProcess, spawn } from "node:child_process";
import { createECDH, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emptySelection } from "@qunxin/protocol";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../platform/ids.ts";
import { cloneDatabase, type TestDatabase } from "../platform/postgres/testing.ts";

const dataDir = mkdtempSync(join(tmpdir(), "qunxin-secrets-"));
const [first, wrong, next] = ["Galaxy-2026-first", "Galaxy-2026-wrong", "Galaxy-2026-next"];
const s3Secret = "s3-secret-key-of-nobody";
let database: TestDatabase;
let child: ChildProcess;
let url: string;
let code: string;
let log = "";
/** What must never be in the log, by what it is. */
const secrets = new Map<string, string>();

beforeAll(async () => {
  database = await cloneDatabase();
  const program = fileURLToPath(new URL("start.ts", import.meta.url));
  const args = [program, "--port", "0", "--data", dataDir, "--database-url", database.url];
  const s3 = { QUNXIN_S3_ENDPOINT: "http://127.0.0.1:9", QUNXIN_S3_BUCKET: "files", QUNXIN_S3_ACCESS_KEY_ID: "id" };
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, QUNXIN_LOG: "debug", ...s3, QUNXIN_S3_SECRET_ACCESS_KEY: s3Secret };
  child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr?.setEncoding("utf8").on("data", (text) => (log += text));
  let said = "";
  for await (const text of child.stdout?.setEncoding("utf8").iterator({ destroyOnReturn: false }) ?? []) {
    said += text;
    code = /\/setup\?code=(\S+)/.exec(said)?.[1] ?? "";
    url = /ready at (http:\S+)/.exec(said)?.[1] ?? "";
    if (code) break;
  }
  if (!url) throw new Error(`the server did not start: ${said}${log}`);
});

afterAll(async () => {
  child.kill("SIGTERM");
  await once(child, "exit");
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("at level debug the log of set-up, sign-in, resets, second factors, invitations, pushes and failures holds no secret", async () => {
  const company = { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" };
  const founded = await post("company.setUp", {
    code,
    company,
    administrator: { name: "韦", account: "wei", password: first },
  });
  secrets.set("the session's cookie", /qunxin_session=([^;]+)/.exec(founded.cookie)?.[1] ?? "");
  const device = { name: "x", kind: "api" };
  await post("identity.signIn", { login: "wei", password: wrong, device, hold: "bearer" });
  await post("identity.signIn", `{"login":"wei","password":"${wrong}"`);
  await post("identity.signIn", { login: 1, password: wrong });
  const { token } = (await post("identity.signIn", { login: "wei", password: first, device, hold: "bearer" })).body;
  await talk({ authorization: `Bearer ${token}` });
  secrets.set("the session's token", token);
  secrets.set("the first password", first);
  secrets.set("the wrong password", wrong);
  secrets.set("the next password", next);
  secrets.set("the set-up code", code);
  secrets.set("the installation's secret", readFileSync(join(dataDir, "secret.key"), "utf8").trim());
  secrets.set("the key of the object storage", s3Secret);

  // The lines looked at are there at all: who came in, and what failed.
  await expect.poll(() => log, { timeout: 10_000 }).toMatch(/"signed in"[\s\S]*"unexpected failure"/);
  for (const [what, secret] of secrets) {
    expect(secret.length, what).toBeGreaterThan(7);
    expect(log, what).not.toContain(secret);
  }
});

/** Everything that hands out or takes secrets, and a failure of the database while a message is stored. */
async function talk(headers: Record<string, string>): Promise<void> {
  const { departments } = (await post("directory.departments", { parentId: null }, headers)).body;
  const person = { name: "安娜", account: "ana", mobile: null, email: null, gender: "unknown", position: null };
  const more = { employeeNo: null, avatarUrl: null, placements: [{ departmentId: departments[0].id, leader: false }] };
  const hired = (await post("directory.createPerson", { key: newId(), ...person, ...more }, headers)).body;
  secrets.set("the temporary password", hired.temporaryPassword);
  const reset = await post("identity.resetPassword", { personId: hired.personId }, headers);
  secrets.set("the password after a reset", reset.body.temporaryPassword);
  await post("identity.changePassword", { current: first, next }, headers);
  const factor = await post("identity.enrolSecondFactor", { password: next }, headers);
  secrets.set("the secret of the second factor", factor.body.secret);

  const selection = { ...emptySelection, people: [hired.personId] };
  const { groupId } = (
    await post("groups.create", { key: newId(), type: "normal", selection, followDepartments: false }, headers)
  ).body;
  const invite = (await post("groups.createInvite", { key: newId(), groupId, kind: "link" }, headers)).body;
  secrets.set("the invitation", invite.token);
  await post("groups.invitation", { token: invite.token }, headers);

  const auth = randomBytes(16).toString("base64url");
  const p256dh = createECDH("prime256v1").generateKeys("base64url");
  await post(
    "notifications.subscribePush",
    { endpoint: "https://push.example.com/geheim", keys: { auth, p256dh } },
    headers,
  );
  secrets.set("the device's push secret", auth);

  const text = "工资条在这里，不要外传";
  secrets.set("the text of a message", text);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("alter table entries add constraint nothing_more check (seq < 0) not valid");
  await client.end();
  const draft = { text, mentions: [], mentionAll: false, replyToSeq: null };
  const failed = await post("messages.send", { conversationId: groupId, clientId: newId(), ...draft }, headers);
  expect(failed.body.code).toBe("server/unexpected");
}

async function post(call: string, input: object | string, more: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...more },
    body: typeof input === "string" ? input : JSON.stringify(input),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
  return { body: (await response.json()) as any, cookie: response.headers.getSetCookie()[0] ?? "" };
}
