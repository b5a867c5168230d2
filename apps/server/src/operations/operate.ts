import { writeFileSync } from "node:fs";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { createLog } from "../platform/log.ts";
import { StartProblem } from "../platform/postgres/index.ts";
import { backUp } from "./backup.ts";
import { type Operation, parseOperation } from "./options.ts";
import { OperationProblem } from "./problem.ts";
import { restore } from "./restore.ts";

// The entry of `npm start -- backup|restore|doctor`, a process beside the server's.
const log = createLog(process.env.QUNXIN_LOG || "warn");

try {
  process.exitCode = await operate(parseOperation(process.argv.slice(2), process.env));
} catch (error) {
  const known = error instanceof OperationProblem || error instanceof StartProblem;
  if (known) process.stderr.write(`${error.message} (${error.code})\n`);
  else console.error(error);
  process.exitCode = 1;
}

/** Answers the exit code. */
async function operate(operation: Operation): Promise<number> {
  switch (operation.do) {
    case "backup":
      refuseForeign(operation.databaseUrl);
      return makeBackup(operation);
    case "restore":
      refuseForeign(operation.databaseUrl);
      return bringBack(operation);
    case "new-key":
      return makeKey(operation.to);
    case "doctor":
      return look(operation);
    default:
      return operation satisfies never;
  }
}

/** The files of a database of somebody else's are not ours to copy. */
function refuseForeign(databaseUrl: string | undefined): void {
  if (!databaseUrl) return;
  throw new OperationProblem(
    "operations/external_database",
    "The database is one of your own: back it up and restore it by its means (pg_dump -Fc and pg_restore, pgBackRest), " +
      "then secret.key and blobs/ of the data folder with it.",
  );
}

async function makeBackup(operation: Extract<Operation, { do: "backup" }>): Promise<number> {
  const startedAt = performance.now();
  const made = await backUp({ ...operation, secret: process.env.QUNXIN_SECRET || undefined, log });
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${made.files} files of ${shown(made.bytes)} are backed up in ${made.to} (${shown(made.size)}, ${took} s).`);
  return 0;
}

async function bringBack(operation: Extract<Operation, { do: "restore" }>): Promise<number> {
  const { head, files, bytes, people, messages, missing, structureChecked } = await restore({ ...operation, log });
  say(`The backup of ${head.madeAt} is restored in ${operation.dataDir}: ${files} files of ${shown(bytes)}.`);
  say(`It holds ${people} people and ${messages} messages.`);
  say(structureChecked ? "Every table and index was looked at: sound." : "This PostgreSQL cannot look at its indexes.");
  if (missing > 0) say(`The bytes of ${missing} files are not in it: they were being removed when it was made.`);
  return 0;
}

/** 1 when something is wrong; what is merely doubtful is no failure. */
async function look({ json, ...options }: Extract<Operation, { do: "doctor" }>): Promise<number> {
  // It brings domains along that a backup need not load.
  const { examine } = await import("./doctor.ts");
  const findings = await examine({ ...options, secret: process.env.QUNXIN_SECRET || undefined, log });
  const failed = findings.some(({ level }) => level === "fail");
  if (json) say(JSON.stringify({ ok: !failed, checks: findings }, null, 2));
  else
    for (const { level, check, says, advice } of findings) {
      say(`${level.padEnd(5)}${check.padEnd(15)}${says}`);
      if (advice) say(`${" ".repeat(20)}→ ${advice}`);
    }
  return failed ? 1 : 0;
}

/** A pair of keys in the form of age-keygen. */
async function makeKey(to: string): Promise<number> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  try {
    writeFileSync(to, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new OperationProblem("backup/target_not_writable", `${to} cannot be made: ${(cause as Error).message}`, {
      cause,
    });
  }
  say(`The secret key is in ${to}: keep it away from this machine, without it no backup can be opened.`);
  say(`Back up with: --recipient ${recipient}`);
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function shown(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
