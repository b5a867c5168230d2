import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** CPU seconds used so far by a process and all its children and theirs; NaN where there is no /proc. */
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
    return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    // It ended while we looked.
    return [];
  }
}
