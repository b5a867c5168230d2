import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { useT } from "../i18n/index.ts";
import { TickBox, type TriState } from "./Checkbox.tsx";
import { Spinner } from "./Spinner.tsx";
import { type TreeNode, type TreeRow, treeMove } from "./tree-rows.ts";
import type { TreePath } from "./tree-ticks.ts";
import { useTreeBranches } from "./use-tree-branches.ts";

export interface VirtualTreeProps<N extends TreeNode> {
  label: string;
  roots: readonly N[];
  /** Called once per node, when it is first opened. */
  loadChildren: (node: N) => Promise<readonly N[]>;
  /** Nodes open at the start. */
  defaultOpenIds?: readonly string[];
  selectedId?: string | undefined;
  /** Click or Enter on a node. */
  onSelect?: (node: N, path: TreePath) => void;
  /** Give both for tick boxes; Space ticks. See tree-ticks.ts for a ready state. */
  tickOf?: (node: N, path: TreePath) => TriState;
  onTick?: (node: N, path: TreePath, on: boolean) => void;
  /** Drawn before and after the label, e.g. an icon and a head-count. */
  renderStart?: (node: N) => ReactNode;
  renderEnd?: (node: N) => ReactNode;
  /** Changing it drops what was loaded, e.g. a revision of the directory. */
  revision?: string | number;
}

/** A lazy tree that draws only visible rows; fills its parent's height. One tab stop, arrows move inside. */
export function VirtualTree<N extends TreeNode>(props: VirtualTreeProps<N>) {
  const { rows, setOpen, retry } = useTreeBranches(props);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const list = useRef<VListHandle>(null);
  const tree = useRef<HTMLDivElement>(null);
  const tabStop = rows.some((row) => isNode(row, focusedId)) ? focusedId : (props.selectedId ?? props.roots[0]?.id);
  const moveFocus = useFocusAfterScroll(tree, list, rows, setFocusedId);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows.find((candidate) => isNode(candidate, tabStop));
    if (row?.kind !== "node" || event.nativeEvent.isComposing) return;
    const move = treeMove(rows, row.node.id, event.key);
    if (move) {
      if ("focus" in move) moveFocus(move.focus);
      else setOpen(row.node, "open" in move);
    } else if (event.key === "Enter") act(props, row, "select");
    else if (event.key === " ") act(props, row, "tick");
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={props.label}
      aria-multiselectable={props.onTick ? true : undefined}
      onKeyDown={onKeyDown}
      className="h-full"
      tabIndex={-1}
    >
      <VList ref={list} style={{ height: "100%" }}>
        {rows.map((row) =>
          row.kind === "node" ? (
            <NodeRow
              key={row.path.join("/")}
              {...props}
              row={row}
              tabStop={row.node.id === tabStop}
              onFocus={setFocusedId}
              onToggle={setOpen}
            />
          ) : (
            <NoticeRow key={row.path.join("/")} row={row} onRetry={() => retry(row.parent)} />
          ),
        )}
      </VList>
    </div>
  );
}

type NodeLine<N> = Extract<TreeRow<N>, { kind: "node" }>;

function isNode<N extends TreeNode>(row: TreeRow<N>, id: string | null | undefined): boolean {
  return row.kind === "node" && row.node.id === id;
}

function act<N extends TreeNode>(props: VirtualTreeProps<N>, row: NodeLine<N>, what: "select" | "tick"): void {
  const { node, path } = row;
  if (props.onTick && (what === "tick" || !props.onSelect)) {
    props.onTick(node, path, props.tickOf?.(node, path) !== true);
  } else props.onSelect?.(node, path);
}

/** A row out of view has no element yet: scroll to it first, focus it when it is there. */
function useFocusAfterScroll<N extends TreeNode>(
  tree: { current: HTMLDivElement | null },
  list: { current: VListHandle | null },
  rows: readonly TreeRow<N>[],
  setFocusedId: (id: string) => void,
) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = tree.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  return (id: string) => {
    wanted.current = id;
    setFocusedId(id);
    list.current?.scrollToIndex(
      rows.findIndex((row) => isNode(row, id)),
      { align: "nearest" },
    );
  };
}

interface NodeRowProps<N extends TreeNode> extends VirtualTreeProps<N> {
  row: NodeLine<N>;
  tabStop: boolean;
  onFocus: (id: string) => void;
  onToggle: (node: N, open: boolean) => void;
}

function NodeRow<N extends TreeNode>(props: NodeRowProps<N>) {
  const { row, selectedId, tickOf } = props;
  const { node, path, open } = row;
  const tick = tickOf?.(node, path);
  return (
    <div
      role="treeitem"
      data-node={node.id}
      aria-level={path.length}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={node.hasChildren ? open : undefined}
      aria-selected={node.id === selectedId}
      aria-checked={tick}
      tabIndex={props.tabStop ? 0 : -1}
      onFocus={() => props.onFocus(node.id)}
      onClick={() => act(props, row, "select")}
      onKeyDown={undefined}
      style={{ paddingLeft: 4 + (path.length - 1) * 18 }}
      className={clsx(
        "group flex h-9 cursor-pointer items-center gap-1.5 rounded-control pr-2 text-body select-none focus-visible:-outline-offset-2 max-md:h-12",
        node.id === selectedId ? "bg-selected text-brand-ink" : "hover:bg-hover",
      )}
    >
      <Twist node={node} open={open} onToggle={props.onToggle} />
      {tick !== undefined && <RowTick {...props} tick={tick} />}
      {props.renderStart?.(node)}
      <span className="min-w-0 flex-1 truncate">{node.label}</span>
      {props.renderEnd?.(node)}
    </div>
  );
}

function RowTick<N extends TreeNode>(props: NodeRowProps<N> & { tick: TriState }) {
  return (
    // The row carries the state and the key for assistive technology; this is the pointer's target.
    <span
      aria-hidden
      className="flex size-6 items-center justify-center max-md:size-11"
      onClick={(event) => {
        event.stopPropagation();
        act(props, props.row, "tick");
      }}
    >
      <TickBox checked={props.tick} />
    </span>
  );
}

function Twist<N extends TreeNode>({
  node,
  open,
  onToggle,
}: {
  node: N;
  open: boolean;
  onToggle: (node: N, open: boolean) => void;
}) {
  if (!node.hasChildren) return <span aria-hidden className="w-6 shrink-0" />;
  return (
    <span
      aria-hidden
      className="flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-line max-md:size-10"
      onClick={(event) => {
        event.stopPropagation();
        onToggle(node, !open);
      }}
    >
      <ChevronRight size={15} className={clsx("transition-transform", open && "rotate-90")} />
    </span>
  );
}

function NoticeRow<N>({ row, onRetry }: { row: Exclude<TreeRow<N>, { kind: "node" }>; onRetry: () => void }) {
  const t = useT();
  return (
    <div
      role="none"
      className="flex h-9 items-center gap-2 text-meta text-ink-3 max-md:h-12"
      style={{ paddingLeft: 28 + (row.path.length - 1) * 18 }}
    >
      {row.kind === "loading" ? (
        <>
          <Spinner size={14} /> {t("common.loading")}
        </>
      ) : (
        <button type="button" onClick={onRetry} className="rounded-control px-1 text-bad hover:underline">
          {t("common.error.title")} · {t("common.retry")}
        </button>
      )}
    </div>
  );
}
