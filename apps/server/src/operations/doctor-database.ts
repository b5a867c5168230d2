import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { opensPushKey } from "../domains/notifications/index.ts";
import { systemClock } from "../platform/clock.ts";
import { readMigrations } from "../platform/postgres/index.ts";
import { doubtful, type Finding, fine, wrong } from "./doctor-finding.ts";
import {
  appliedMigrations,
  brokenStructure,
  invalidIndexes,
  outboxState,
  sealedPushKey,
  settingsOf,
  timeOf,
} from "./doctor-store.ts";
import { missingBlobs } from "./verify.ts";

/** All that is asked of the database itself. */
export async function lookAtDatabase(
  client: pg.Client,
  dataDir: string,
  secret: string | undefined,
): Promise<Finding[]> {
  return [
    lookAtSettings(await settingsOf(client)),
    await lookAtClock(client),
    lookAtMigrations(await appliedMigrations(client)),
    await lookAtIndexes(client),
    await lookAtOutbox(client),
    await lookAtBlobs(client, dataDir),
    await lookAtPushKeys(client, dataDir, secret),
  ];
}

function lookAtSettings({ version, ...settings }: Awaited<ReturnType<typeof settingsOf>>): Finding {
  if (version < 150_000) return wrong("settings", `PostgreSQL ${version} is too old.`, "Use 15 or newer.");
  const off = (["fsync", "full_page_writes", "synchronous_commit"] as const).filter((name) => settings[name] === "off");
  if (off.length > 0) {
    return wrong(
      "settings",
      `${off.join(", ")} is off: a power cut loses messages.`,
      "Switch it on in postgresql.conf.",
    );
  }
  if (settings.data_checksums === "on")
    return fine("settings", `PostgreSQL ${settings.shown}, durable, with checksums.`);
  const advice = "A disk that lies is noticed late. pg_checksums --enable while the database is stopped.";
  return doubtful("settings", `PostgreSQL ${settings.shown} without checksums.`, advice);
}

async function lookAtClock(client: pg.Client): Promise<Finding> {
  const before = systemClock.now().getTime();
  const theirs = await timeOf(client);
  const after = systemClock.now().getTime();
  const skewMs = Math.max(0, before - theirs, theirs - after);
  if (skewMs < 1_000) return fine("clock", "This machine and the database agree on the time.");
  const says = `The database's clock differs by ${(skewMs / 1000).toFixed(1)} s.`;
  const advice = "Keep both on time with NTP (timedatectl set-ntp true).";
  return skewMs < 30_000 ? doubtful("clock", says, advice) : wrong("clock", says, advice);
}

function lookAtMigrations(applied: Awaited<ReturnType<typeof appliedMigrations>>): Finding {
  const files = readMigrations(fileURLToPath(new URL("../../migrations", import.meta.url)));
  const changed = applied.find(({ number, sha256 }) => files[number - 1] && files[number - 1]?.sha256 !== sha256);
  if (changed) {
    return wrong(
      "migrations",
      `Migration ${changed.number} was changed after it was applied.`,
      "Restore the file: git status.",
    );
  }
  const newer = applied.filter(({ number }) => number > files.length);
  if (newer.some(({ breaks }) => breaks)) {
    return wrong("migrations", "The database belongs to a newer Qunxin.", "Start that version, or restore a backup.");
  }
  const pending = files.length - applied.filter(({ number }) => number <= files.length).length;
  if (pending === 0) return fine("migrations", `All ${files.length} are applied.`);
  return doubtful("migrations", `${pending} wait.`, "The next start applies them: make a backup first.");
}

async function lookAtIndexes(client: pg.Client): Promise<Finding> {
  const invalid = await invalidIndexes(client);
  if (invalid.length > 0)
    return wrong("indexes", `${invalid.join(", ")} is not valid.`, "REINDEX INDEX CONCURRENTLY …");
  const broken = await brokenStructure(client);
  if (broken === null) return fine("indexes", "All are valid; this database has no amcheck to look inside.");
  if (broken.length === 0) return fine("indexes", "Every B-tree was looked through: sound.");
  return wrong(
    "indexes",
    `${broken.length} are damaged, ${broken[0]}`,
    "Look at the disk, then REINDEX or restore a backup.",
  );
}

async function lookAtPushKeys(
  client: pg.Client,
  dataDir: string,
  fromEnvironment: string | undefined,
): Promise<Finding> {
  const sealed = await sealedPushKey(client);
  if (!sealed) return fine("push-keys", "None yet: they are made when the first browser asks.");
  const text = fromEnvironment ?? (await readFile(join(dataDir, "secret.key"), "utf8").catch(() => ""));
  if (opensPushKey(Buffer.from(text.trim(), "base64"), sealed)) return fine("push-keys", "The secret opens them.");
  const advice =
    "It is another secret than at first: bring the old one back. Or delete from push_keys; browsers ask anew.";
  return wrong("push-keys", "The installation's secret does not open them: no push is sent.", advice);
}

const longLagSeconds = 60;

async function lookAtOutbox(client: pg.Client): Promise<Finding> {
  const { rows, parked, lagSeconds } = await outboxState(client);
  if (parked > 0) {
    const advice = "select * from outbox where parked_at is not null; says why. They go after 30 days.";
    return doubtful("after-work", `${parked} pieces of work were given up.`, advice);
  }
  if (lagSeconds < longLagSeconds)
    return fine("after-work", rows === 0 ? "Nothing waits." : `${rows} wait, no longer than usual.`);
  const advice = "Does a process with the role worker run? Its log says what fails.";
  return doubtful("after-work", `${rows} wait, the oldest for ${Math.round(lagSeconds)} s.`, advice);
}

const namedAtMost = 1_000;

async function lookAtBlobs(client: pg.Client, dataDir: string): Promise<Finding> {
  const missing = await missingBlobs(client, dataDir, namedAtMost);
  if (missing.length === 0) return fine("files", "The bytes of every file that is used in the folder are there.");
  const count = missing.length < namedAtMost ? missing.length : `${namedAtMost} or more`;
  const says = `The bytes of ${count} files are missing, ${missing[0]} the first.`;
  return wrong(
    "files",
    says,
    `Bring ${join(dataDir, "blobs")} back from a backup; what is there may be overwritten with it.`,
  );
}
