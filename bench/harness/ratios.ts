import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Row } from "./scenario.ts";

/** The ratios that were kept, by scenario and line: what a later run is compared with. */
export interface StoredRatios {
  /** Machine, date and mode of what is stored. */
  readonly note: string;
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const file = fileURLToPath(new URL("../ratios.json", import.meta.url));
/** Worse by more than this is marked. */
const tolerance = 0.25;

export function readRatios(): StoredRatios {
  if (!existsSync(file)) return { note: "", ratios: {} };
  return JSON.parse(readFileSync(file, "utf8")) as StoredRatios;
}

/** Keeps the ratios of these lines; those of scenarios that did not run stay. */
export function storeRatios(before: StoredRatios, rows: ReadonlyMap<string, readonly Row[]>, note: string): void {
  const now = [...rows].map(([scenario, lines]) => [scenario, ratiosOf(lines)] as const);
  const all = { ...before.ratios, ...Object.fromEntries(now) };
  const ratios = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify({ note, ratios }, null, 2)}\n`);
}

/** How a line stands against what was stored; null where nothing was. */
export function compare(stored: number | undefined, { ratio, better }: Row): { stored: number; worse: boolean } | null {
  if (stored === undefined || ratio === undefined || !(stored > 0)) return null;
  const worse = better === "lower" ? ratio > stored * (1 + tolerance) : ratio < stored * (1 - tolerance);
  return { stored, worse };
}

function ratiosOf(rows: readonly Row[]): Record<string, number> {
  const found = rows.flatMap(({ what, ratio }) => (ratio === undefined ? [] : [[what, rounded(ratio)] as const]));
  return Object.fromEntries(found);
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
