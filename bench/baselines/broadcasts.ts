import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstOutput, stop } from "../harness/processes.ts";
import type { BenchContext } from "../harness/scenario.ts";
import type { LoadResult } from "../load/jobs.ts";
import { wireBytes } from "../load/messages.ts";

/** One bare program that sends everything on to everybody: `ws` as it is, or framed once and coalesced by turn. */
export async function measureBareWs(
  { load, seconds }: BenchContext,
  program: "bare-ws" | "coalesced-ws",
  { sockets, inFlight }: { sockets: number; inFlight: number },
): Promise<LoadResult> {
  const file = fileURLToPath(new URL(`${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const port = /port (\d+)/.exec(await firstOutput(child, /port \d+/))?.[1];
    const room = { conversationId: null, receivers: tokens(sockets - 1), senders: tokens(1) };
    const job = { kind: "talk", url: `http://127.0.0.1:${port}`, rooms: [room], pace: { inFlight }, seconds } as const;
    return only(await load({ ...job, timeEvery: 50, serverPid: child.pid ?? 0 }));
  } finally {
    await stop(child);
  }
}

/** Whether the C program is there, by where it would be. */
const compiled = new Map<string, boolean>();
/** With a single try it is measured once for all scenarios, by number of sockets. */
const floors = new Map<number, LoadResult>();

/** The floor: one write per message and socket, in C. Null where there is no C compiler. */
export async function measureCLoop(context: BenchContext, sockets: number): Promise<LoadResult | null> {
  const known = context.tries === 1 ? floors.get(sockets) : undefined;
  if (known) return known;
  const binary = join(context.folder, "broadcast");
  if (!compiled.has(binary)) {
    const source = fileURLToPath(new URL("broadcast.c", import.meta.url));
    compiled.set(binary, spawnSync("cc", ["-O2", "-o", binary, source]).status === 0);
  }
  if (!compiled.get(binary)) {
    context.log("no C compiler: the C baseline is left out");
    return null;
  }
  const floor = await runC(context, binary, sockets);
  floors.set(sockets, floor);
  return floor;
}

async function runC({ load, seconds }: BenchContext, binary: string, sockets: number): Promise<LoadResult> {
  const messages = Math.round(seconds * messagesPerSecond);
  const child = spawn(binary, [sockets, wireBytes, messages].map(String), { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const port = Number((await firstOutput(child, /^\d+\n/)).trim());
    return only(await load({ kind: "drain", port, sockets, messages, serverPid: child.pid ?? 0 }));
  } finally {
    await stop(child);
  }
}

/** So that it takes about as long as the other measurements do. */
const messagesPerSecond = 60;

function tokens(count: number): string[] {
  return Array.from({ length: count }, () => "");
}

function only([result]: readonly LoadResult[]): LoadResult {
  if (!result) throw new Error("nothing was measured");
  return result;
}
