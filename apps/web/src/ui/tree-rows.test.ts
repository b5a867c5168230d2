import { expect, test } from "vitest";
import { type Branch, type TreeNode, treeMove, visibleRows } from "./tree-rows.ts";

const node = (id: string, hasChildren = false): TreeNode => ({ id, label: id, hasChildren });
const roots = [node("co", true)];
const branches = new Map<string, Branch<TreeNode>>([
  ["co", { status: "loaded", nodes: [node("tech", true), node("sales")] }],
  ["tech", { status: "loaded", nodes: [node("web")] }],
]);
const open = new Set(["co", "tech"]);
const rows = visibleRows(roots, branches, open);
const shown = (list = rows) => list.map((row) => (row.kind === "node" ? row.node.id : row.kind));

test("only open branches are visible, in order and with their level", () => {
  expect(shown()).toEqual(["co", "tech", "web", "sales"]);
  expect(rows.map((row) => row.path.length)).toEqual([1, 2, 3, 2]);
  expect(shown(visibleRows(roots, branches, new Set(["co"])))).toEqual(["co", "tech", "sales"]);
});

test("an open branch that is not there yet shows one loading line, a failed one a failed line", () => {
  expect(shown(visibleRows(roots, new Map(), open))).toEqual(["co", "loading"]);
  expect(shown(visibleRows(roots, new Map([["co", { status: "failed" as const }]]), open))).toEqual(["co", "failed"]);
});

test("up and down walk the visible nodes and stop at the ends", () => {
  expect(treeMove(rows, "web", "ArrowDown")).toEqual({ focus: "sales" });
  expect(treeMove(rows, "tech", "ArrowUp")).toEqual({ focus: "co" });
  expect(treeMove(rows, "sales", "ArrowDown")).toBeNull();
  expect(treeMove(rows, "sales", "Home")).toEqual({ focus: "co" });
  expect(treeMove(rows, "co", "End")).toEqual({ focus: "sales" });
});

test("right opens a closed node, then enters it; left closes an open node, then goes to the parent", () => {
  const closed = visibleRows(roots, branches, new Set(["co"]));
  expect(treeMove(closed, "tech", "ArrowRight")).toEqual({ open: "tech" });
  expect(treeMove(rows, "tech", "ArrowRight")).toEqual({ focus: "web" });
  expect(treeMove(rows, "tech", "ArrowLeft")).toEqual({ close: "tech" });
  expect(treeMove(rows, "web", "ArrowLeft")).toEqual({ focus: "tech" });
  expect(treeMove(rows, "sales", "ArrowRight")).toBeNull();
});
