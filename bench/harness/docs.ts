import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { growthTables } from "./growth-docs.ts";
import type { StoredRatios } from "./ratios.ts";
import { columns, type Report, tableOf, warningsOf } from "./report.ts";

const page = (name: string) => fileURLToPath(new URL(`../../docs/${name}.md`, import.meta.url));
const begin = "<!-- table: written by npm run bench -- --write-docs -->";
const end = "<!-- end of table -->";

/** Replaces the tables of docs/benchmarks.md and docs/growth.md by this run's. @throws when a page has no place for it */
export function writeDocs(report: Report, stored: StoredRatios): void {
  write("benchmarks", markdown(report, stored));
  const growth = report.scenarios.find(({ scenario }) => scenario === "growth");
  if (growth && !growth.failure) write("growth", growthTables(growth.rows));
}

function write(name: string, table: string): void {
  writeFileSync(page(name), withTable(readFileSync(page(name), "utf8"), table));
}

/** The page with the part between the two marks replaced. */
export function withTable(text: string, table: string): string {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error("the page has lost the marks of its table");
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

function markdown(report: Report, stored: StoredRatios): string {
  const { machine, loadAverage } = report;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const shown = columns.filter((name) => name !== "stored");
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const blocks = tableOf(report.scenarios, stored).flatMap(({ measured, lines }) => [
    row([`**${measured.scenario}** ${measured.title}`, ...shown.slice(1).map(() => "")]),
    ...lines.map((line) => row(line.filter((_, index) => columns[index] !== "stored"))),
  ]);
  return [
    `Measured ${report.at.slice(0, 10)} in ${report.mode} mode in ${(report.seconds / 60).toFixed(1)} minutes on ${machine.cpus} cores of`,
    `${machine.model}, ${machine.memoryGb} GB, ${machine.system}; ${versions.join(", ")}. Load average ${loadAverage.before}`,
    `before the run, ${loadAverage.after} after it. Server, PostgreSQL and load share the cores.`,
    "",
    ...warningsOf(report, { note: "", ratios: {} }).flatMap((warning) => [warning, ""]),
    row(shown),
    row(shown.map(() => "---")),
    ...blocks,
  ].join("\n");
}
