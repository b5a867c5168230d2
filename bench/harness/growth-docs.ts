import type { Row } from "./scenario.ts";

interface Sized {
  readonly kind: string;
  readonly size: string;
  readonly row: Row;
}

/** The tables of docs/growth.md, from the rows of the scenario `growth`: a kind of cost a line, a size a column. */
export function growthTables(rows: readonly Row[]): string {
  return (["messages", "people"] as const).map((unit) => tableOf(rows, unit)).join("\n\n");
}

function tableOf(rows: readonly Row[], unit: "messages" | "people"): string {
  const sized = rows.flatMap((row) => sizedOf(row, unit));
  const sizes = [...new Set(sized.map(({ size }) => size))];
  const kinds = Map.groupBy(sized, ({ kind }) => kind);
  const besides = unit === "messages" ? "messages (of 2,100 people)" : "people (with 10k messages)";
  const lines = [...kinds].map(([kind, all]) => {
    const cells = sizes.map((size) => cellOf(all.find((one) => one.size === size)?.row));
    return [kind, ...cells, growthCell(rows.find(({ what }) => what === `${kind}: growth per tenfold`))];
  });
  const head = [besides, ...sizes, "per tenfold"];
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function sizedOf(row: Row, unit: string): Sized[] {
  const found = new RegExp(`^(?<kind>.+), (?<size>\\S+) ${unit}$`).exec(row.what)?.groups;
  return found ? [{ kind: found.kind as string, size: found.size as string, row }] : [];
}

/** Milliseconds p50 / p99, in brackets those of CPU. */
function cellOf(row: Row | undefined): string {
  if (!row) return "";
  const cpu = /^\S+/.exec(row.note ?? "")?.[0] ?? "";
  return `${short(row.p50Ms)} / ${short(row.p99Ms)} (${short(Number(cpu))})`;
}

function growthCell(row: Row | undefined): string {
  if (!row) return "";
  const [cpu, level] = (row.note ?? "").split(", ");
  const judged = row.goals?.every(({ met }) => met) ? (level ?? "") : "**faster**";
  return `${row.value.toFixed(2)}× (${cpu?.replace(" in CPU", "")}) ${judged}`.trim();
}

/** Two digits that count, or all before the point. */
function short(ms = 0): string {
  return ms >= 10 ? ms.toFixed(0) : ms.toFixed(1);
}
