import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { lockDataFolder } from "./data-folder.ts";

const dataDir = mkdtempSync(join(tmpdir(), "qunxin-lock-"));
const lockFile = join(dataDir, "qunxin.lock");

const others: ChildProcess[] = [];

afterEach(() => {
  for (const child of others.splice(0)) child.kill("SIGKILL");
  rmSync(lockFile, { force: true });
});

test("a data folder in use is refused with the number of the process that holds it", () => {
  const lock = lockDataFolder(dataDir);
  expect(() => lockDataFolder(dataDir)).toThrow(
    expect.objectContaining({
      code: "start/data_folder_in_use",
      message: expect.stringContaining(`process ${process.pid}`),
    }),
  );
  lock.release();
  lockDataFolder(dataDir).release();
  expect(existsSync(lockFile)).toBe(false);
});

test("the lock of a process that was killed is taken over", async () => {
  const child = await holdInAnotherProcess();
  expect(() => lockDataFolder(dataDir)).toThrow(`process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  const lock = lockDataFolder(dataDir);
  expect(JSON.parse(readFileSync(lockFile, "utf8"))).toMatchObject({ pid: process.pid });
  lock.release();
});

test("a lock whose process number was given to another process since is taken over", () => {
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, host: hostname(), since: "an earlier boot:1" }));
  lockDataFolder(dataDir).release();
});

test("a lock of another machine holds while its heart beats, and no longer", () => {
  writeFileSync(lockFile, JSON.stringify({ pid: 1, host: "another-machine", since: "x" }));
  expect(() => lockDataFolder(dataDir)).toThrow("process 1 on another-machine");
  const minuteAgo = new Date(Date.now() - 60_000);
  utimesSync(lockFile, minuteAgo, minuteAgo);
  lockDataFolder(dataDir).release();
});

test("of many that start on a stale lock at once exactly one gets the folder", async () => {
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, host: hostname(), since: "an earlier boot:1" }));
  const outcomes = await Promise.all(Array.from({ length: 6 }, tryInAnotherProcess));
  expect(outcomes.filter((outcome) => outcome === "held")).toHaveLength(1);
});

test("a folder that may not be written is named in the message", () => {
  const path = join(lockFile, "below-a-file");
  writeFileSync(lockFile, "");
  expect(() => lockDataFolder(path)).toThrow(
    expect.objectContaining({ code: "start/data_folder_not_writable", message: expect.stringContaining(path) }),
  );
});

const script = `
  const { lockDataFolder } = await import(${JSON.stringify(new URL("data-folder.ts", import.meta.url).href)});
  try { lockDataFolder(${JSON.stringify(dataDir)}); console.log("held"); } catch { console.log("refused"); }
  setTimeout(() => process.exit(), 60_000);
`;

async function holdInAnotherProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  others.push(child);
  await once(child.stdout, "data");
  return child;
}

async function tryInAnotherProcess(): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  others.push(child);
  const [said] = await once(child.stdout, "data");
  return String(said).trim();
}
