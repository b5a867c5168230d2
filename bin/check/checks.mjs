// The checks themselves: one line each, and under a failed one what it found.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readMigrations } from "../../apps/server/src/platform/postgres/migrate.ts";
import { root, runNode, seconds } from "../setup.mjs";
import { checkLock } from "./lock.mjs";
import { checkWalls } from "./walls.mjs";

// Two at a time: most machines that run this have two cores, and each tool uses one.
const maxLines = 400;
// Printed by `npm run schema` from the tables, and held to them by a test: nobody writes it, so nobody can split it.
const generated = ["apps/server/src/platform/schema.ts"];
const waiting = checks();
const results = [];
await Promise.all([worker(), worker()]);

const faults = results.filter(({ ok }) => !ok).map(({ name }) => name);
if (process.env.QUNXIN_RESULTS) {
  const counts = { passed: results.length - faults.length, failed: faults.length, faults };
  writeFileSync(process.env.QUNXIN_RESULTS, JSON.stringify(counts));
}
process.exitCode = faults.length === 0 ? 0 : 1;

function checks() {
  return [
    tool("unused files, exports and packages", "knip/bin/knip.js", ["--no-progress", "--no-config-hints"]),
    tool("lint and format", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]),
    ...workspacesWithSources().map((path) =>
      tool(`types of ${path || "bin"}`, "typescript/bin/tsc", ["-p", path || "."]),
    ),
    { name: "walls between the rooms", judge: checkWalls },
    { name: "time and chance come from platform", judge: ambientTimeAndChance },
    { name: `no source file above ${maxLines} lines`, judge: fileSizes },
    { name: "migrations are numbered and say what they break", judge: migrations },
    { name: "package-lock.json serves every platform and names no registry", judge: checkLock },
  ];
}

async function worker() {
  for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await perform(check));
}

async function perform({ name, judge }) {
  const startedAt = Date.now();
  const findings = await judge();
  console.log(`${findings.length === 0 ? "ok  " : "FAIL"} ${name} (${seconds(startedAt)})`);
  for (const finding of findings) console.log(finding.replace(/^/gm, "     "));
  return { name, ok: findings.length === 0 };
}

function tool(name, script, args) {
  return {
    name,
    async judge() {
      let said = "";
      const status = await runNode([join(root, "node_modules", script), ...args], {
        cwd: root,
        env: { NO_COLOR: "1" },
        output: (text) => (said += text),
      });
      return status === 0 ? [] : [said.trim() || `exit code ${status}`];
    },
  };
}

function workspacesWithSources() {
  const paths = ["packages", "apps", "tests"].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => `${top}/${name}`),
  );
  return ["", ...[...paths, "bench"].filter((path) => sourceFiles(path).length > 0)];
}

function ambientTimeAndChance() {
  const forbidden = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/;
  const files = sourceFiles("apps/server/src/domains", "apps/server/src/transports");
  return files
    .filter((file) => !/(\.test|[./]testing)\.ts$/.test(file))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, index) =>
          forbidden.test(line) ? [`${relative(root, file)}:${index + 1} ${line.trim()}`] : [],
        ),
    );
}

function fileSizes() {
  return sourceFiles("apps", "packages", "tests", "bench", "bin")
    .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length - 1 }))
    .filter(({ file, lines }) => lines > maxLines && !generated.includes(relative(root, file)))
    .map(({ file, lines }) => `${relative(root, file)} has ${lines}`);
}

function sourceFiles(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => /\.(tsx?|mjs)$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
      .map((name) => join(root, folder, name)),
  );
}

function migrations() {
  try {
    readMigrations(join(root, "apps/server/migrations"));
    return [];
  } catch (error) {
    return [error.message];
  }
}
