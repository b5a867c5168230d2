import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRun, type Run } from "./harness/context.ts";
import { writeDocs } from "./harness/docs.ts";
import { describeMachine, loadAverage } from "./harness/machine.ts";
import { readRatios, storeRatios } from "./harness/ratios.ts";
import { asText, type Measured, type Report, titleOf, warningsOf } from "./harness/report.ts";
import type { Mode, Scenario } from "./harness/scenario.ts";
import { scenarios } from "./scenarios.ts";

const usage = `npm run bench -- [options] [scenario ...]

  --quick           everything in under 3 minutes, one try each
  --full            everything in under 30 minutes, three longer tries each
  --list            what there is to measure; a scenario is named by its name or by how several begin
  --store           keep the ratios in bench/ratios.json, to compare later runs with
  --write-docs      write the table into docs/benchmarks.md
  --database-url    use this PostgreSQL (15 or newer) instead of the one that comes with it`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    store: { type: "boolean", default: false },
    "write-docs": { type: "boolean", default: false },
    "database-url": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const mode: Mode = options.quick ? "quick" : options.full ? "full" : "default";

if (options.help) console.log(usage);
else if (options.list) for (const scenario of scenarios) console.log(titleOf(scenario));
else if (options["write-docs"] && positionals.length > 0) throw new Error("--write-docs goes with a run of everything");
else await main(chosen(positionals));

async function main(wanted: readonly Scenario[]): Promise<void> {
  const stored = readRatios();
  const report = await measureAll(wanted);
  console.log(`\n${asText(report.scenarios, stored)}\n`);
  for (const warning of warningsOf(report, stored)) console.log(warning);
  console.log(`${report.seconds.toFixed(0)} s in all; written to ${write(report)}`);
  if (options.store) {
    const { machine, at } = report;
    const note = `${at.slice(0, 10)}, ${mode} mode, ${machine.cpus} cores of ${machine.model}, load ${report.loadAverage.before}`;
    storeRatios(stored, new Map(report.scenarios.map(({ scenario, rows }) => [scenario, rows])), note);
  }
  if (options["write-docs"]) writeDocs(report, stored);
  if (report.scenarios.some(({ failure }) => failure)) process.exitCode = 1;
}

/** By name, or by what several names begin with: `groups` is both scenarios of groups. */
function chosen(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return scenarios.filter((scenario) => scenario.runs(mode));
  return names.flatMap((wanted) => {
    const exact = scenarios.filter(({ name }) => name === wanted);
    const found = exact.length ? exact : scenarios.filter(({ name }) => name.startsWith(`${wanted}-`));
    if (found.length === 0) throw new Error(`There is no scenario ${wanted}. See npm run bench -- --list.`);
    return found;
  });
}

async function measureAll(wanted: readonly Scenario[]): Promise<Report> {
  const startedAt = performance.now();
  const before = loadAverage();
  const run = createRun(mode, options["database-url"], (sentence) => console.log(`  ${sentence}`));
  const measured: Measured[] = [];
  try {
    for (const scenario of wanted) measured.push(await measure(scenario, run));
  } finally {
    await run.end();
  }
  return {
    at: new Date().toISOString(),
    mode,
    machine: describeMachine(run.postgres()),
    loadAverage: { before, after: loadAverage() },
    seconds: secondsSince(startedAt),
    scenarios: measured,
  };
}

/** A scenario that fails is a line of the table, and the others run all the same. */
async function measure(scenario: Scenario, run: Run): Promise<Measured> {
  const { name, title, budgetSeconds } = scenario;
  const startedAt = performance.now();
  console.log(`${name}: ${title}`);
  const known = { scenario: name, title, budgetSeconds: budgetSeconds[mode] };
  try {
    const rows = await scenario.run(run.context);
    return { ...known, rows, seconds: secondsSince(startedAt) };
  } catch (error) {
    console.error(error);
    return { ...known, rows: [], seconds: secondsSince(startedAt), failure: String(error).split("\n")[0] ?? "" };
  } finally {
    await run.endScenario();
  }
}

function write(report: Report): string {
  const folder = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.at.replaceAll(":", "-")}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

function secondsSince(at: number): number {
  return (performance.now() - at) / 1_000;
}
