import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/**
 * CPU seconds used so far by a process and all its children and theirs, those that have ended too (a connection's process,
 * say, whose time its parent keeps); NaN where there is no /proc.
 */
export function cpuSeconds(pid: number): number {
  const all = processes();
  if (all.length === 0) return Number.NaN;
  const family = new Set([pid]);
  // Parents have usually, but not always, smaller ids: repeat until nothing is added.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const one of all) if (family.has(one.parent)) family.add(one.pid);
  }
  return all.filter((one) => family.has(one.pid)).reduce((sum, one) => sum + one.ticks, 0) / ticksPerSecond;
}

/** Memory of one process without its children, in KB: resident, and the part of it that is not shared with others. */
export function memoryKb(pid: number): { rss: number; pss: number } {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]);
    return { rss: of("Rss"), pss: of("Pss") };
  } catch {
    return { rss: Number.NaN, pss: Number.NaN };
  }
}

function processes(): { pid: number; parent: number; ticks: number }[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readStat);
  } catch {
    return [];
  }
}

function readStat(name: string): { pid: number; parent: number; ticks: number }[] {
  try {
    const text = readFileSync(`/proc/${name}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // User and system time, of its own and of children that ended and were waited for. Source: proc_pid_stat(5).
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid: Number(name), parent: Number(fields[1]), ticks }];
  } catch {
    // It ended while we looked.
    return [];
  }
}
