import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openCompany } from "@qunxin/testkit";
import { cpuSeconds, firstOutput, runLoad, startServer, stop } from "./processes.ts";
import { measureRawInsert } from "./raw-insert.ts";
import { prepareCompany, type Stage } from "./stage.ts";

/** One line of the result. `ratio` compares with the baseline of the same run: the figure to trust on any machine. */
interface Line {
  readonly what: string;
  readonly perSecond: number;
  readonly ratio?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** CPU seconds a second: of the server with its PostgreSQL, and of the load generator. */
  readonly serverCpu?: number;
  readonly loadCpu?: number;
}

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, "database-url": { type: "string" } },
});
const seconds = options.quick ? 8 : 25;
const groups = 200;
const groupMembers = 10;
const bigGroup = 2_000;

checkOpenFiles(2 * bigGroup + 500);
// PostgreSQL may run as another user, who must reach its folder.
const dataDir = mkdtempSync(join(tmpdir(), "qunxin-bench-"));
const server = await startServer(dataDir, options["database-url"]);
const databaseUrl =
  options["database-url"] ??
  `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`;
try {
  console.log(`setting up ${bigGroup} people, ${groups} groups of ${groupMembers}, one of ${bigGroup} ...`);
  const company = await openCompany({ ...server, databaseUrl }, { people: bigGroup - 1 });
  const stage = await prepareCompany(company, { groups, groupMembers });
  await company.close();
  report([...(await sends(stage)), ...(await deliveries(stage))]);
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function sends(stage: Stage): Promise<Line[]> {
  const inFlight = 4;
  console.log(`durable sends, ${groups} groups, ${inFlight} in flight each, ${seconds} s ...`);
  const raw = await measureRawInsert(databaseUrl, { seconds: seconds / 2, batch: 500, conversations: groups });
  const before = cpuSeconds(server.pid);
  const load = await runLoad({ kind: "sends", url: server.url, senders: stage.senders, inFlight, seconds });
  const rawAfter = await measureRawInsert(databaseUrl, { seconds: seconds / 2, batch: 500, conversations: groups });
  const baseline = (raw.perSecond + rawAfter.perSecond) / 2;
  const perSecond = load.count / load.seconds;
  return [
    {
      what: "durable sends/s, 200 groups of 10",
      perSecond,
      ratio: perSecond / baseline,
      p50Ms: load.latency?.p50 ?? 0,
      p99Ms: load.latency?.p99 ?? 0,
      ...cpuOf(before, load),
    },
    {
      what: "  baseline: bare batched INSERT with the retry key",
      perSecond: baseline,
      loadCpu: raw.cpuSeconds / (seconds / 2),
    },
  ];
}

async function deliveries(stage: Stage): Promise<Line[]> {
  const inFlight = 64;
  console.log(`deliveries in one group of ${stage.everybody.length}, ${inFlight} messages in flight, ${seconds} s ...`);
  const floor = await measureC(stage.everybody.length);
  const bare = await measureBareWs(stage.everybody.length, inFlight);
  const before = cpuSeconds(server.pid);
  const job = {
    kind: "broadcast",
    url: server.url,
    tokens: stage.everybody,
    conversationId: stage.bigGroupId,
    inFlight,
    seconds,
  } as const;
  const load = await runLoad(job);
  const perSecond = load.count / load.seconds;
  return [
    {
      what: `deliveries/s, one group of ${stage.everybody.length}`,
      perSecond,
      ratio: perSecond / bare.perSecond,
      ...cpuOf(before, load),
    },
    { what: "  baseline: bare ws broadcast loop", ...bare },
    ...(floor
      ? [{ what: "  baseline: C, one write per message and socket", ...floor, ratio: floor.perSecond / bare.perSecond }]
      : []),
  ];
}

async function measureBareWs(
  sockets: number,
  inFlight: number,
): Promise<{ perSecond: number; serverCpu?: number; loadCpu: number }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("bare-ws.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const port = /port (\d+)/.exec(await firstOutput(child, /port \d+/))?.[1];
    const before = cpuSeconds(child.pid ?? 0);
    const url = `http://127.0.0.1:${port}`;
    const tokens = Array.from({ length: sockets - 1 }, () => "");
    const load = await runLoad({
      kind: "broadcast",
      url,
      tokens,
      conversationId: null,
      inFlight,
      seconds: seconds / 2,
    });
    const after = cpuSeconds(child.pid ?? 0);
    const cpu = before === null || after === null ? {} : { serverCpu: (after - before) / (load.seconds + 2) };
    return { perSecond: load.count / load.seconds, loadCpu: load.cpuSeconds / load.seconds, ...cpu };
  } finally {
    await stop(child);
  }
}

/** Null where there is no C compiler. */
async function measureC(sockets: number): Promise<{ perSecond: number; loadCpu: number } | null> {
  const binary = join(dataDir, "broadcast");
  const source = fileURLToPath(new URL("broadcast.c", import.meta.url));
  if (spawnSync("cc", ["-O2", "-o", binary, source]).status !== 0) {
    console.log("no C compiler: the C baseline is left out");
    return null;
  }
  const messages = options.quick ? 300 : 1_000;
  const child = spawn(binary, [String(sockets), "420", String(messages)], { stdio: ["ignore", "pipe", "inherit"] });
  const port = Number((await firstOutput(child, /^\d+\n/)).trim());
  const load = await runLoad({ kind: "drain", port, sockets, messages });
  await stop(child);
  return { perSecond: load.count / load.seconds, loadCpu: load.cpuSeconds / load.seconds };
}

/** Server CPU includes the seconds of running in and connecting, which are not in the divisor's measurement. */
function cpuOf(
  before: number | null,
  load: { seconds: number; cpuSeconds: number },
): Pick<Line, "serverCpu" | "loadCpu"> {
  const after = cpuSeconds(server.pid);
  const loadCpu = load.cpuSeconds / load.seconds;
  return before === null || after === null
    ? { loadCpu }
    : { loadCpu, serverCpu: (after - before) / (load.seconds + 2) };
}

function report(lines: readonly Line[]): void {
  const rounded = (value: number | undefined, digits = 0) => (value === undefined ? "" : value.toFixed(digits));
  console.table(
    Object.fromEntries(
      lines.map(({ what, ...line }) => [
        what,
        {
          "per second": rounded(line.perSecond),
          "× baseline": rounded(line.ratio, 2),
          "p50 ms": rounded(line.p50Ms, 1),
          "p99 ms": rounded(line.p99Ms, 1),
          "server CPUs": rounded(line.serverCpu, 2),
          "server µs each": line.serverCpu === undefined ? "" : rounded((line.serverCpu / line.perSecond) * 1e6, 1),
          "load CPUs": rounded(line.loadCpu, 2),
        },
      ]),
    ),
  );
  const folder = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.replaceAll(":", "-")}.json`);
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  writeFileSync(file, `${JSON.stringify({ at, quick: options.quick, machine, lines }, null, 2)}\n`);
  console.log(`written to ${file}`);
}

/** Node raises its own soft limit to the hard one; when that is too low, only the operator can help. */
function checkOpenFiles(needed: number): void {
  if (process.platform === "win32") return;
  const limit = execFileSync("sh", ["-c", "ulimit -n"]).toString().trim();
  if (limit === "unlimited" || Number(limit) >= needed) return;
  console.error(`This benchmark needs ${needed} open files, and the limit is ${limit}. Run: ulimit -n ${needed}`);
  process.exit(1);
}
