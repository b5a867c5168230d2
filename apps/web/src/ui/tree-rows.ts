import type { TreePath } from "./tree-ticks.ts";

export interface TreeNode {
  id: string;
  label: string;
  hasChildren: boolean;
}

/** Children of a node as far as they are known. */
export type Branch<N> = { status: "loading" } | { status: "failed" } | { status: "loaded"; nodes: readonly N[] };

/** One line of an open tree; `position` and `siblings` count from 1, for screen readers. */
export type TreeRow<N> =
  | { kind: "node"; node: N; path: TreePath; open: boolean; position: number; siblings: number }
  | { kind: "loading" | "failed"; parent: N; path: TreePath };

/** The visible lines of a tree, top to bottom. `path.length` is the level. */
export function visibleRows<N extends TreeNode>(
  roots: readonly N[],
  branches: ReadonlyMap<string, Branch<N>>,
  openIds: ReadonlySet<string>,
): TreeRow<N>[] {
  const rows: TreeRow<N>[] = [];
  addRows(rows, roots, [], branches, openIds);
  return rows;
}

export type TreeMove = { focus: string } | { open: string } | { close: string } | null;

/** What an arrow, Home or End key does from the focused node, as the ARIA tree pattern says. */
export function treeMove<N extends TreeNode>(rows: readonly TreeRow<N>[], focusedId: string, key: string): TreeMove {
  const nodes = rows.filter((row) => row.kind === "node");
  const index = nodes.findIndex((row) => row.node.id === focusedId);
  const row = nodes[index];
  if (!row) return null;
  const to = (target: (typeof nodes)[number] | undefined): TreeMove => (target ? { focus: target.node.id } : null);
  switch (key) {
    case "ArrowDown":
      return to(nodes[index + 1]);
    case "ArrowUp":
      return to(nodes[index - 1]);
    case "Home":
      return to(nodes[0]);
    case "End":
      return to(nodes.at(-1));
    case "ArrowRight":
      if (!row.node.hasChildren) return null;
      if (!row.open) return { open: focusedId };
      return to(nodes[index + 1]?.path.at(-2) === focusedId ? nodes[index + 1] : undefined);
    case "ArrowLeft":
      if (row.open) return { close: focusedId };
      return to(nodes.find((other) => other.node.id === row.path.at(-2)));
    default:
      return null;
  }
}

function addRows<N extends TreeNode>(
  rows: TreeRow<N>[],
  nodes: readonly N[],
  parentPath: TreePath,
  branches: ReadonlyMap<string, Branch<N>>,
  openIds: ReadonlySet<string>,
): void {
  nodes.forEach((node, index) => {
    const path = [...parentPath, node.id];
    const open = node.hasChildren && openIds.has(node.id);
    rows.push({ kind: "node", node, path, open, position: index + 1, siblings: nodes.length });
    if (!open) return;
    const branch = branches.get(node.id) ?? { status: "loading" };
    if (branch.status === "loaded") addRows(rows, branch.nodes, path, branches, openIds);
    else rows.push({ kind: branch.status, parent: node, path: [...path, `${node.id}/${branch.status}`] });
  });
}
