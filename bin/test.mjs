// npm test: all set-up, then check, unit and database tests, scenarios, web build and browser tests.
// npm test -- check|unit|scenarios|browser runs one part. Every step runs even if an earlier one failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensureInstalled, ensureWebBuilt, root, runNode, seconds, stop } from "./setup.mjs";
import { ensureBrowsers } from "./test/browser-packages.mjs";
import { ensureServers } from "./test/server-packages.mjs";

const steps = [
  { part: "check", title: "Lint, types, walls, dead code", perform: check, limitMin: 10 },
  { part: "unit", title: "Unit, database and socket tests", perform: vitest("server", "web"), limitMin: 20 },
  { part: "scenarios", title: "Scenarios", perform: vitest("scenarios"), limitMin: 20 },
  { part: "browser", title: "Web build and browser tests", perform: playwright, limitMin: 40 },
];

/** Servers are started by the dozen; each is up half a second of the processor's time earlier with what the last compiled. */
const compiled = { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled") };

/** How many stories of a run may need a second try. */
const mayBeFlaky = 2;

const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !steps.some((step) => step.part === part));
if (unknown)
  stop(
    `There is no part "${unknown}". The parts are ${steps.map(({ part }) => part).join(", ")}; without one all run.`,
  );

const startedAt = Date.now();
/** One for all scenarios of a run, so that what failed can be played again from the last lines alone. */
const seed = process.env.SCENARIO_SEED ?? String(startedAt % 1_000_000);
await ensureInstalled();
const chosen = steps.filter(({ part }) => wanted.length === 0 || wanted.includes(part));
const outcomes = [];
for (const [index, step] of chosen.entries()) outcomes.push(await take(step, `${index + 1}/${chosen.length}`));
summarise(outcomes);

/** Runs one step; a step that failed without naming a test counts as one failure, one without any test as well. */
async function take({ part, title, perform, limitMin }, place) {
  console.log(`\n[${place}] ${title}`);
  const since = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "qunxin-results-"));
  try {
    const file = join(folder, "results.json");
    const status = await perform(file, limitMin * 60_000);
    const counts = existsSync(file)
      ? count(JSON.parse(readFileSync(file, "utf8")))
      : { passed: 0, failed: 0, skipped: 0, faults: [] };
    if (counts.failed === 0 && (status !== 0 || counts.passed === 0)) {
      counts.failed = 1;
      counts.faults.push(
        `${title}: ended with ${status} after ${counts.passed} passed tests, and names none that failed`,
      );
    }
    return { part, title, took: seconds(since), ...counts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function check(results, timeoutMs) {
  return runNode([join(root, "bin/check/checks.mjs")], { cwd: root, env: { QUNXIN_RESULTS: results }, timeoutMs });
}

function vitest(...projects) {
  return async (results, timeoutMs) => {
    await ensureServers();
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
    const args = [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      ...projects.flatMap((name) => ["--project", name]),
      ...reporters,
    ];
    return runNode(args, { cwd: root, env: { CI: "true", SCENARIO_SEED: seed, ...compiled }, timeoutMs });
  };
}

async function playwright(results, timeoutMs) {
  const browsers = await ensureBrowsers();
  if (!(await ensureWebBuilt()) || !browsers) return 1;
  const config = join(root, "tests/browser/playwright.config.ts");
  const args = [join(root, "node_modules/@playwright/test/cli.js"), "test", "--config", config, "--reporter=list,json"];
  const env = {
    CI: "true",
    ...compiled,
    QUNXIN_CHROMIUM: browsers.chromium,
    QUNXIN_HEADLESS_SHELL: browsers.shell ?? browsers.chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: results,
  };
  return runNode(args, { cwd: root, env, timeoutMs });
}

/** The three shapes of results: our checks, Vitest's and Playwright's JSON reporters. */
function count(results) {
  if (results.stats) {
    const { expected, unexpected, flaky, skipped } = results.stats;
    const failed = unexpected + Math.max(0, flaky - mayBeFlaky);
    return { passed: expected + flaky, failed, skipped, flaky, faults: results.suites.flatMap(storyFaults) };
  }
  if ("numPassedTests" in results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
    const faults = results.testResults.flatMap(fileFaults);
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, faults };
  }
  return { passed: results.passed, failed: results.failed, skipped: 0, faults: results.faults };
}

/** The failed tests of a file as Vitest reports it; a file that did not get as far as its tests is one itself. */
function fileFaults({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return status === "failed" ? [fault(name, message)] : [];
  return failed.map(({ fullName, failureMessages }) => fault(`${name}: ${fullName}`, failureMessages.join("\n")));
}

/** The failed and the flaky stories of a suite as Playwright reports it, with those of the suites in it. */
function storyFaults({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ projectName, status, results }) => {
        const why = results.find(({ error }) => error)?.error.message ?? "";
        return fault(`[${projectName}] ${file}:${line} ${title}${status === "flaky" ? " (flaky)" : ""}`, why);
      }),
  );
  return [...own, ...suites.flatMap(storyFaults)];
}

/** What failed and the first lines of why, without colours and the way to this checkout: a log's end is all that some see. */
function fault(what, why) {
  const lines = stripVTControlCharacters(why)
    .split("\n")
    .filter((text) => !/^\s+at (.*node_modules|new Promise )/.test(text))
    .slice(0, 12);
  return [what, ...lines.map((line) => `    ${line}`)].join("\n").replaceAll(`${root}/`, "");
}

function summarise(outcomes) {
  console.log(`\nAll in ${seconds(startedAt)}:`);
  for (const { title, took, ...counts } of outcomes)
    console.log(`  ${counts.failed ? "FAIL" : "ok  "} ${title}: ${line(counts)} (${took})`);
  const faults = outcomes.flatMap((outcome) => outcome.faults);
  if (faults.length > 0)
    console.log(`\nWhat failed (SCENARIO_SEED=${seed}):\n${faults.join("\n").replace(/^/gm, "  ")}`);
  // Checks are not tests: what passed there is told only when nothing else ran; what failed always counts.
  const sum = (key) => outcomes.reduce((total, counts) => total + counts[key], 0);
  const checks = outcomes.length > 1 ? (outcomes.find(({ part }) => part === "check")?.passed ?? 0) : 0;
  const total = {
    passed: sum("passed") - checks,
    failed: sum("failed"),
    skipped: sum("skipped"),
    flaky: outcomes.find(({ part }) => part === "browser")?.flaky,
  };
  console.log(`\n${line(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

function line({ passed, failed, skipped, flaky }) {
  const also = [skipped ? `${skipped} skipped` : "", flaky ? `${flaky} flaky` : ""];
  return [`${passed} passed`, `${failed} failed`, ...also.filter(Boolean)].join(", ");
}
