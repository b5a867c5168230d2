import { expect, test } from "vitest";
import { withTable } from "./docs.ts";
import { growthTables } from "./growth-docs.ts";
import { compare, type StoredRatios } from "./ratios.ts";
import { asText, type Report, warningsOf } from "./report.ts";
import type { Row } from "./scenario.ts";

const row = (more: Partial<Row> = {}): Row => ({ what: "deliveries", value: 1_234_567, unit: "deliveries/s", ...more });

function reportOf(...rows: Row[]): Report {
  const machine = { cpus: 2, model: "some", memoryGb: 8, system: "linux", versions: {} };
  const measured = { scenario: "group", title: "a group", seconds: 9, budgetSeconds: 30, rows };
  const loadAverage = { before: 0.1, after: 2 };
  return { at: "2026-03-02T02:00:00Z", mode: "quick", machine, loadAverage, seconds: 9, scenarios: [measured] };
}

const stored: StoredRatios = { note: "", ratios: { group: { deliveries: 2 } } };

test("a ratio is worse when more than a quarter of what was stored is gone", () => {
  expect(compare(2, row({ ratio: 1.51 }))).toEqual({ stored: 2, worse: false });
  expect(compare(2, row({ ratio: 1.49 }))).toEqual({ stored: 2, worse: true });
});

test("a ratio of which less is better is worse when it has grown by more than a quarter", () => {
  expect(compare(2, row({ ratio: 2.49, better: "lower" }))?.worse).toBe(false);
  expect(compare(2, row({ ratio: 2.51, better: "lower" }))?.worse).toBe(true);
});

test("without a ratio, or with none stored, nothing is compared", () => {
  expect(compare(2, row())).toBeNull();
  expect(compare(undefined, row({ ratio: 1 }))).toBeNull();
});

test("what is worse than stored is marked in its line and named below the table", () => {
  const report = reportOf(row({ ratio: 1 }));
  expect(asText(report.scenarios, stored)).toContain("2.00× WORSE");
  expect(warningsOf(report, stored)).toEqual(["Worse than stored by more than a quarter: group/deliveries."]);
  expect(warningsOf(reportOf(row({ ratio: 1.9 })), stored)).toEqual([]);
});

test("a load process above nine tenths of a core is named as the bottleneck", () => {
  const report = reportOf(row({ loadCpu: 0.93 }), row({ what: "other", loadCpu: 0.4 }));
  expect(asText(report.scenarios, stored)).toContain("0.93 BOTTLENECK");
  expect(warningsOf(report, stored).join()).toMatch(/bottleneck.*group\/deliveries\.$/);
});

test("a missed goal says so in its line", () => {
  const goals = [
    { text: "p50 < 5 ms", met: true },
    { text: "p99 < 40 ms", met: false },
  ];
  expect(asText(reportOf(row({ goals })).scenarios, stored)).toContain("p50 < 5 ms: met; p99 < 40 ms: MISSED");
});

test("scenarios that failed and goals that were missed are named below the table", () => {
  const report = reportOf(row({ goals: [{ text: "p99 < 40 ms", met: false }] }), row({ what: "other" }));
  expect(warningsOf(report, stored)).toEqual(["Goals missed in: group/deliveries."]);
  const fallen = {
    ...report,
    scenarios: report.scenarios.map((one) => ({ ...one, rows: [], failure: "nobody came" })),
  };
  expect(warningsOf(fallen, stored)).toEqual(["FAILED: group."]);
});

test("the tables of growth have a kind of cost a line and a size a column, and say what grew faster or levels off", () => {
  const at = (what: string, p50Ms: number, p99Ms: number, cpu: string) =>
    row({ what, value: p50Ms, unit: "ms", p50Ms, p99Ms, note: `${cpu} ms CPU` });
  const grew = (what: string, value: number, met: boolean, note: string) =>
    row({ what: `${what}: growth per tenfold`, value, unit: "×", goals: [{ text: "no faster", met }], note });
  const tables = growthTables([
    at("search: one, by two, 10k messages", 1.26, 12.4, "0.9"),
    at("search: one, by two, 10M messages", 10.2, 99.5, "11.0"),
    grew("search: one, by two", 2.01, false, "2.3× in CPU"),
    at("list, 10k messages", 3, 4, "5.0"),
    at("list, 10M messages", 3.1, 4, "5.0"),
    grew("list", 1.01, true, "1.0× in CPU, levels off"),
    at("members, 1k people", 2, 3, "1.0"),
  ]);
  const lines = tables.split("\n");
  expect(lines).toContain("| messages (of 2,100 people) | 10k | 10M | per tenfold |");
  expect(lines).toContain("| search: one, by two | 1.3 / 12 (0.9) | 10 / 100 (11) | 2.01× (2.3×) **faster** |");
  expect(lines).toContain("| list | 3.0 / 4.0 (5.0) | 3.1 / 4.0 (5.0) | 1.01× (1.0×) levels off |");
  expect(lines).toContain("| members | 2.0 / 3.0 (1.0) |  |");
});

test("writing the table replaces what stood between its marks and nothing else", () => {
  const page = "# Page\n<!-- table: written by npm run bench -- --write-docs -->\nold\n<!-- end of table -->\nafter\n";
  const once = withTable(page, "new");
  expect(once).toContain("\n\nnew\n\n<!-- end of table -->\nafter\n");
  expect(once).not.toContain("old");
  expect(withTable(once, "new")).toBe(once);
  expect(() => withTable("# Page", "new")).toThrow("marks");
});
