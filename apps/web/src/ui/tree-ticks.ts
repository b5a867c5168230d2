import type { TriState } from "./Checkbox.tsx";

/** Ids from the root to a node, the node itself last. */
export type TreePath = readonly string[];

interface Decision {
  path: TreePath;
  on: boolean;
}

/**
 * Ticks of a tree whose branches may not be loaded: only decisions are kept, and a node without one follows its
 * nearest decided ancestor. `{}`-like start: `noTicks`.
 */
export type TreeTicks = ReadonlyMap<string, Decision>;

export const noTicks: TreeTicks = new Map();

/** State of a node: its own or inherited value, "mixed" when something below it was decided otherwise. */
export function tickState(ticks: TreeTicks, path: TreePath): TriState {
  const on = inherited(ticks, path);
  for (const decision of ticks.values()) {
    if (decision.on !== on && isBelow(decision.path, path)) return "mixed";
  }
  return on;
}

/** Decides a node with everything below it. */
export function setTick(ticks: TreeTicks, path: TreePath, on: boolean): TreeTicks {
  const next = new Map<string, Decision>();
  const id = path.at(-1);
  if (id === undefined) return ticks;
  for (const [otherId, decision] of ticks) {
    if (otherId !== id && !isBelow(decision.path, path)) next.set(otherId, decision);
  }
  if (inherited(next, path) !== on) next.set(id, { path, on });
  return next;
}

/** The decided nodes: whole branches to include, and branches to leave out again. Order is that of deciding. */
export function decidedBranches(ticks: TreeTicks): { included: string[]; excluded: string[] } {
  const included: string[] = [];
  const excluded: string[] = [];
  for (const [id, decision] of ticks) (decision.on ? included : excluded).push(id);
  return { included, excluded };
}

function inherited(ticks: TreeTicks, path: TreePath): boolean {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const decision = ticks.get(path[depth] ?? "");
    if (decision) return decision.on;
  }
  return false;
}

function isBelow(path: TreePath, ancestor: TreePath): boolean {
  return path.length > ancestor.length && path[ancestor.length - 1] === ancestor.at(-1);
}
