import { useEffect, useRef, useState } from "react";
import { type Branch, type TreeNode, type TreeRow, visibleRows } from "./tree-rows.ts";

export interface TreeBranches<N> {
  rows: TreeRow<N>[];
  setOpen: (node: N, open: boolean) => void;
  /** Loads a failed branch again. */
  retry: (node: N) => void;
}

interface Source<N> {
  roots: readonly N[];
  loadChildren: (node: N) => Promise<readonly N[]>;
  defaultOpenIds?: readonly string[];
  revision?: string | number;
}

/** Which nodes are open and what is loaded below them. A new `revision` drops what was loaded, open nodes stay open. */
export function useTreeBranches<N extends TreeNode>({
  roots,
  loadChildren,
  defaultOpenIds,
  revision,
}: Source<N>): TreeBranches<N> {
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(() => new Set(defaultOpenIds));
  const [branches, setBranches] = useState<ReadonlyMap<string, Branch<N>>>(new Map());
  const requested = useRef(new Set<string>());
  const loadedRevision = useRef(revision);
  const rows = visibleRows(roots, branches, openIds);

  const load = (node: N) => {
    const asked = requested.current;
    asked.add(node.id);
    const put = (branch: Branch<N>) => {
      // An answer that was asked for before the last revision is stale.
      if (requested.current === asked) setBranches((known) => new Map(known).set(node.id, branch));
    };
    put({ status: "loading" });
    loadChildren(node).then(
      (nodes) => put({ status: "loaded", nodes }),
      () => put({ status: "failed" }),
    );
  };

  // After every draw: whatever is open and visible but was never asked for is loaded.
  useEffect(() => {
    if (loadedRevision.current !== revision) {
      loadedRevision.current = revision;
      requested.current = new Set();
      setBranches(new Map());
      return;
    }
    for (const row of rows) {
      if (row.kind === "node" && row.open && !requested.current.has(row.node.id)) load(row.node);
    }
  });

  const setOpen = (node: N, open: boolean) => {
    const next = new Set(openIds);
    if (open) next.add(node.id);
    else next.delete(node.id);
    setOpenIds(next);
  };
  return { rows, setOpen, retry: load };
}
