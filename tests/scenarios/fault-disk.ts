import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Why the disk that fails on order cannot be had here; null where it can. It needs no right but a C compiler. */
export const missingForDisk: string | null =
  process.platform !== "linux"
    ? "Linux"
    : spawnSync("cc", ["--version"], { stdio: "ignore" }).status === 0
      ? null
      : "a C compiler (cc)";

/** A disk below one folder, and the clock of the programs on it, that fail on order; see fault-disk.c. */
export interface FaultyDisk {
  /** What lies on it. */
  readonly root: string;
  /** What was written and synced there, in order, if it is recorded. */
  readonly log: string | null;
  /** The environment that puts a program, and what it starts, onto this disk. */
  readonly env: Readonly<Record<string, string>>;
  /** No file can grow, and none be made. */
  full(on: boolean): void;
  /** Every sync takes so much longer. */
  slow(ms: number): void;
  /** The system's time is off by so much. */
  clock(offByMs: number): void;
  remove(): void;
}

const source = fileURLToPath(new URL("fault-disk.c", import.meta.url));

export function openFaultyDisk({ recorded = false } = {}): FaultyDisk {
  const folder = mkdtempSync(join(tmpdir(), "qunxin-disk-"));
  const [library, control, root] = ["disk.so", "control", "data"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const log = recorded ? join(folder, "log") : null;
  const flags = ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"];
  execFileSync("cc", flags, { stdio: ["ignore", "ignore", "pipe"] });
  execFileSync("mkdir", [root]);
  writeFileSync(control, Buffer.alloc(16));
  if (log) writeFileSync(log, "");
  const handle = openSync(control, "r+");
  const set = (offset: number, value: Buffer) => void writeSync(handle, value, 0, value.length, offset);
  const int32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return bytes;
  };
  return {
    root,
    log,
    env: {
      LD_PRELOAD: library,
      QUNXIN_FAULT: control,
      QUNXIN_FAULT_ROOT: root,
      ...(log ? { QUNXIN_FAULT_LOG: log } : {}),
    },
    full: (on) => set(0, int32(on ? 1 : 0)),
    slow: (ms) => set(4, int32(ms)),
    clock(offByMs) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(offByMs));
      set(8, bytes);
    },
    remove() {
      closeSync(handle);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
