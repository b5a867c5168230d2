import { execFileSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Random } from "@qunxin/testkit";

// What a power cut leaves of a folder, from the record of what was written and synced there (fault-disk.c). As on a
// journaling file system, names (made, renamed, removed) become durable in their order, all of them with the next sync
// of anything; bytes of a file only with a sync of that file. What was not synced may be there or not, block by block.

/** The state of a folder before the record began. */
export interface Base {
  /** A copy of it. */
  readonly copy: string;
  /** Its files by inode, as paths within it. */
  readonly inodes: ReadonlyMap<bigint, string>;
}

/** Copies a folder that nobody writes to, and notes which inode is which file. */
export function takeBase(folder: string, copy: string): Base {
  const inodes = new Map<bigint, string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const about = lstatSync(join(folder, path), { bigint: true });
    if (about.isFile()) inodes.set(about.ino, path);
  }
  copyTree(folder, copy);
  return { copy, inodes };
}

/** With owners and modes: PostgreSQL looks at them. */
function copyTree(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}

interface Step {
  readonly op: string;
  readonly inode: bigint;
  readonly offset: number;
  readonly path: string;
  readonly path2: string;
  /** Where in the log the bytes stand, and how many. */
  readonly at: number;
  readonly bytes: number;
}

const headBytes = 32;

/** The steps that were told of before the log was so long; one that was just being told does not count. */
export function readSteps(log: string, length: number): Step[] {
  const raw = readFileSync(log).subarray(0, length);
  const steps: Step[] = [];
  for (let at = 0; at + headBytes <= raw.length; ) {
    const [op, first, second, bytes] = [0, 4, 8, 12].map((o) => raw.readUInt32LE(at + o)) as [
      number,
      number,
      number,
      number,
    ];
    const [inode, offset] = [raw.readBigUInt64LE(at + 16), Number(raw.readBigUInt64LE(at + 24))];
    const [path, data] = [at + headBytes, at + headBytes + first + second];
    if (data + bytes > raw.length) break;
    const text = (from: number, to: number) => raw.toString("utf8", from, to);
    steps.push({
      op: String.fromCharCode(op),
      inode,
      offset,
      path: text(path, path + first),
      path2: text(path + first, data),
      at: data,
      bytes,
    });
    at = data + bytes;
  }
  return steps;
}

/** A file as a disk has it: what it was made from, and the changes of its bytes that are durable, or may be. */
interface OnDisk {
  readonly from: string | null;
  durable: Step[];
  pending: Step[];
}

/** Builds in `image` what is left of the folder when power goes after these steps; chance decides about the unsynced. */
export function cutPower(base: Base, log: string, steps: readonly Step[], image: string, random: Random): void {
  const files = new Map<bigint, OnDisk>();
  for (const [inode, from] of base.inodes) files.set(inode, { from, durable: [], pending: [] });
  const names = new Map<string, OnDisk | null>(
    [...base.inodes].map(([inode, path]) => [path, files.get(inode) as OnDisk]),
  );
  const began = new Set(files.values());
  let journal: (() => void)[] = [];
  const commit = (count: number) => {
    for (const change of journal.splice(0, count)) change();
  };
  for (const step of steps) {
    const file = files.get(step.inode);
    if (step.op === "W" || step.op === "T") file?.pending.push(step);
    else if (step.op === "S") {
      commit(journal.length);
      if (!file) continue;
      file.durable.push(...file.pending);
      file.pending = [];
    } else {
      const made: OnDisk | null = step.op === "C" ? { from: null, durable: [], pending: [] } : null;
      if (made) files.set(step.inode, made);
      journal.push(() => rename(names, step, made));
    }
  }
  commit(random.below(journal.length + 1));
  journal = [];
  copyTree(base.copy, image);
  materialise(base, log, image, { names, began, random });
}

function rename(names: Map<string, OnDisk | null>, { op, path, path2 }: Step, made: OnDisk | null): void {
  if (op === "C") names.set(path, made);
  else if (op === "D") names.set(path, null);
  else if (op === "L") names.set(path2, names.get(path) ?? null);
  else if (op === "U" || op === "X") names.delete(path);
  else if (op === "R") {
    // A folder takes along what is in it.
    for (const [name, file] of [...names]) {
      if (name !== path && !name.startsWith(`${path}/`)) continue;
      names.delete(name);
      names.set(path2 + name.slice(path.length), file);
    }
  }
}

interface Left {
  readonly names: ReadonlyMap<string, OnDisk | null>;
  /** The files that were there before the record. */
  readonly began: ReadonlySet<OnDisk>;
  readonly random: Random;
}

function materialise(base: Base, log: string, image: string, { names, began, random }: Left): void {
  const source = openSync(log, "r");
  for (const path of base.inodes.values()) {
    if (names.get(path)?.from !== path) rmSync(join(image, path), { force: true });
  }
  for (const [name, file] of names) {
    const path = join(image, name);
    if (file === null) mkdirSync(path, { recursive: true });
    else if (!(began.has(file) && file.from === name && file.durable.length + file.pending.length === 0)) {
      mkdirSync(join(path, ".."), { recursive: true });
      if (file.from === null) writeFileSync(path, "", { mode: 0o600 });
      else if (!existsSync(path)) cpSync(join(base.copy, file.from), path);
      for (const step of [...file.durable, ...survivors(file.pending, random)]) apply(source, path, step);
    }
  }
  closeSync(source);
}

const blockBytes = 4_096;

/** What a disk may have written of the unsynced by itself: nothing, all, or any blocks of it. */
function survivors(pending: readonly Step[], random: Random): Step[] {
  const way = random.below(3);
  if (way === 0 || pending.length === 0) return [];
  if (way === 1) return [...pending];
  return pending.flatMap((step) => (step.op === "T" ? [] : blocksOf(step))).filter(() => random.next() < 0.5);
}

function blocksOf(step: Step): Step[] {
  const blocks: Step[] = [];
  for (let done = 0; done < step.bytes; ) {
    const bytes = Math.min(step.bytes - done, blockBytes - ((step.offset + done) % blockBytes));
    blocks.push({ ...step, at: step.at + done, offset: step.offset + done, bytes });
    done += bytes;
  }
  return blocks;
}

function apply(source: number, path: string, step: Step): void {
  if (step.op === "T") {
    truncateSync(path, step.offset);
    return;
  }
  const bytes = Buffer.alloc(step.bytes);
  readSync(source, bytes, 0, step.bytes, step.at);
  const target = openSync(path, "r+");
  writeSync(target, bytes, 0, step.bytes, step.offset);
  closeSync(target);
}
