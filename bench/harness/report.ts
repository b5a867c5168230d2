import type { Machine } from "./machine.ts";
import { compare, type StoredRatios } from "./ratios.ts";
import type { Mode, Row, Scenario } from "./scenario.ts";

/** A whole run, as it is written to a file. */
export interface Report {
  readonly at: string;
  readonly mode: Mode;
  readonly machine: Machine;
  /** Before the first scenario and after the last. */
  readonly loadAverage: { readonly before: number; readonly after: number };
  readonly seconds: number;
  readonly scenarios: readonly Measured[];
}

export interface Measured {
  readonly scenario: string;
  readonly title: string;
  readonly seconds: number;
  readonly budgetSeconds: number;
  readonly rows: readonly Row[];
  /** Why there are no rows. */
  readonly failure?: string;
}

/** The load, not the server, was measured if its process was busier than this part of a core. */
export const loadLimit = 0.9;

export const columns = ["", "value", "ratio", "stored", "p50 ms", "p99 ms", "server CPU", "load CPU", "goal"] as const;

/** The table as texts: one block a scenario, its title first. */
export function tableOf(
  scenarios: readonly Measured[],
  stored: StoredRatios,
): { measured: Measured; heading: string; lines: string[][] }[] {
  return scenarios.map((measured) => {
    const took = `${measured.seconds.toFixed(0)} s of ${measured.budgetSeconds}`;
    const lines = measured.rows.map((row) => cells(row, stored.ratios[measured.scenario]?.[row.what]));
    const failed = measured.failure ? [[`FAILED: ${measured.failure}`, ...columns.slice(1).map(() => "")]] : [];
    return { measured, heading: `${measured.scenario}: ${measured.title} (${took})`, lines: [...lines, ...failed] };
  });
}

function cells(row: Row, stored: number | undefined): string[] {
  const compared = compare(stored, row);
  const busy = row.loadCpu !== undefined && row.loadCpu > loadLimit;
  return [
    row.note ? `${row.what} (${row.note})` : row.what,
    `${figure(row.value)} ${row.unit}`,
    row.ratio === undefined ? "" : `${row.ratio.toPrecision(3)}×${row.baseline ? ` ${row.baseline}` : ""}`,
    compared ? `${compared.stored.toPrecision(3)}×${compared.worse ? " WORSE" : ""}` : "",
    row.p50Ms === undefined ? "" : row.p50Ms.toFixed(1),
    row.p99Ms === undefined ? "" : row.p99Ms.toFixed(1),
    row.serverCpu === undefined ? "" : row.serverCpu.toFixed(2),
    row.loadCpu === undefined ? "" : `${row.loadCpu.toFixed(2)}${busy ? " BOTTLENECK" : ""}`,
    (row.goals ?? []).map(({ text, met }) => `${text}: ${met ? "met" : "MISSED"}`).join("; "),
  ];
}

/** What a person should be told below the table. */
export function warningsOf(report: Report, stored: StoredRatios): string[] {
  const rows = report.scenarios.flatMap(({ scenario, rows: lines }) => lines.map((row) => ({ scenario, row })));
  const busy = rows.filter(({ row }) => (row.loadCpu ?? 0) > loadLimit);
  const worse = rows.filter(({ scenario, row }) => compare(stored.ratios[scenario]?.[row.what], row)?.worse);
  const missed = rows.filter(({ row }) => row.goals?.some(({ met }) => !met));
  const failed = report.scenarios.filter(({ failure }) => failure).map(({ scenario }) => scenario);
  const load = Math.max(report.loadAverage.before, report.loadAverage.after - 2);
  const named = (found: typeof rows) => found.map(({ scenario, row }) => `${scenario}/${row.what.trim()}`).join(", ");
  return [
    ...(failed.length ? [`FAILED: ${failed.join(", ")}.`] : []),
    ...(missed.length ? [`Goals missed in: ${named(missed)}.`] : []),
    ...(busy.length ? [`The load process was the bottleneck (above ${loadLimit} of a core) in: ${named(busy)}.`] : []),
    ...(worse.length ? [`Worse than stored by more than a quarter: ${named(worse)}.`] : []),
    ...(load > report.machine.cpus / 2 ? [`The machine had other work: load average ${load} before this run.`] : []),
  ];
}

/** Columns padded to their widest, for a terminal. */
export function asText(scenarios: readonly Measured[], stored: StoredRatios): string {
  const blocks = tableOf(scenarios, stored);
  const all = [[...columns], ...blocks.flatMap(({ lines }) => lines)];
  const widths = columns.map((_, index) => Math.max(...all.map((line) => (line[index] ?? "").length)));
  const padded = (line: readonly string[]) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return [padded(columns), ...blocks.flatMap(({ heading, lines }) => ["", heading, ...lines.map(padded)])].join("\n");
}

/** Three digits that matter; whole numbers from a hundred on, in groups of three. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "-";
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : String(Number(value.toPrecision(3)));
}

export function titleOf({ name, title }: Scenario): string {
  return `${name.padEnd(24)} ${title}`;
}
