import { readFileSync, statSync } from "node:fs";
import { readFile, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { doubtful, type Finding, fine, wrong } from "./doctor-finding.ts";

const oldestNode = 24;
const gigabyte = 1e9;

export function lookAtNode(version: string): Finding {
  if (Number.parseInt(version, 10) >= oldestNode) return fine("node", `Node ${version}.`);
  return wrong(
    "node",
    `Node ${version} is too old.`,
    `Start with npm start or bin/qunxin, which bring Node ${oldestNode}.`,
  );
}

/** Whether it can be written to, is closed to others, and has room. */
export async function lookAtFolder(dataDir: string): Promise<Finding> {
  const probe = join(dataDir, `doctor.${process.pid}`);
  try {
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return wrong("data-folder", `${dataDir} cannot be written (${code}).`, "Give it to the user Qunxin runs as.");
  }
  const { bavail, bsize, blocks } = await statfs(dataDir);
  const free = bavail * bsize;
  const room = `${dataDir} has ${(free / gigabyte).toFixed(1)} GB free`;
  if (free < 0.5 * gigabyte)
    return wrong("data-folder", `${room}.`, "Free some space now: uploads are refused already.");
  if (free < 5 * gigabyte || free < blocks * bsize * 0.05) {
    return doubtful("data-folder", `${room}.`, "Free some space, or move the folder to a larger disk.");
  }
  if (((await stat(dataDir)).mode & 0o077) === 0) return fine("data-folder", `${room} and is closed to others.`);
  return doubtful("data-folder", `${dataDir} is open to other users of this machine.`, `chmod 700 ${dataDir}`);
}

export function lookAtSecret(dataDir: string, fromEnvironment: string | undefined): Finding {
  const advice = "Without it nobody's links and pushes work: bring it back from a backup.";
  if (fromEnvironment) return fine("secret", "It comes from QUNXIN_SECRET; keep it outside this machine too.");
  const path = join(dataDir, "secret.key");
  try {
    const bytes = Buffer.from(readFileSync(path, "utf8").trim(), "base64").length;
    if (bytes < 32) return wrong("secret", `${path} is too short.`, advice);
    if (statSync(path).mode & 0o077) return doubtful("secret", `${path} can be read by others.`, `chmod 600 ${path}`);
    return fine("secret", `${path} is there.`);
  } catch (error) {
    return wrong("secret", `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, advice);
  }
}

const enoughFiles = 65_536;

/** Of the server where it runs here, else of this process. */
export async function lookAtOpenFiles(dataDir: string): Promise<Finding> {
  const pid = await readFile(join(dataDir, "qunxin.lock"), "utf8")
    .then((text) => String((JSON.parse(text) as { pid: number }).pid))
    .catch(() => "self");
  const limits = await readFile(`/proc/${pid}/limits`, "utf8").catch(() => "");
  const soft = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.NaN);
  if (Number.isNaN(soft)) return fine("open-files", "This system does not tell its limit of open files.");
  if (soft >= enoughFiles) return fine("open-files", `${soft} open files are allowed.`);
  const advice = `Each device is one. LimitNOFILE=${enoughFiles} in the unit, or ulimit -n ${enoughFiles}.`;
  return doubtful("open-files", `Only ${soft} open files are allowed.`, advice);
}

const muchSocketMemory = 1024 * 1024;

/** What the kernel buffers for a device that does not read hides from us that it does not. */
export async function lookAtSocketMemory(): Promise<Finding> {
  const text = await readFile("/proc/sys/net/ipv4/tcp_wmem", "utf8").catch(() => "");
  const most = Number(text.trim().split(/\s+/)[2] ?? Number.NaN);
  if (Number.isNaN(most)) return fine("socket-memory", "This system does not tell how much a socket may buffer.");
  if (most <= muchSocketMemory) return fine("socket-memory", `A socket may buffer ${most} bytes.`);
  const advice = 'With thousands of devices: sysctl -w net.ipv4.tcp_wmem="4096 16384 262144"';
  return doubtful("socket-memory", `A stalled device may hold ${most} bytes of kernel memory.`, advice);
}
