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
      return makeBackup(operation);
    case "restore":
      return bringBack(operation);
    case "new-key":
      return makeKey(operation.to);
    default:
      return 0;
  }
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
