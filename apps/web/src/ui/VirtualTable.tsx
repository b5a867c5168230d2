// biome-ignore-all lint/a11y/useSemanticElements: rows are absolutely placed boxes, which <table> layout cannot hold.
// biome-ignore-all lint/a11y/useFocusableInteractive: cells hold the focusable links, buttons and boxes.
import clsx from "clsx";
import type { ReactNode } from "react";
import { useRef } from "react";
import { Virtualizer } from "virtua";
import { useT } from "../i18n/index.ts";
import { Checkbox } from "./Checkbox.tsx";

export interface Column<T> {
  id: string;
  header: ReactNode;
  cell: (row: T) => ReactNode;
  /** A CSS grid track, e.g. "120px" or "minmax(160px, 1fr)" (default). */
  width?: string;
  align?: "start" | "end";
}

export interface VirtualTableProps<T> {
  /** Names the table. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  onRowClick?: (row: T) => void;
  /** Row ticks; give both. Name of a row for its box comes from `rowLabel`. */
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: ReadonlySet<string>) => void;
  rowLabel?: (row: T) => string;
  selectAllLabel?: string;
  /** Called when the last row comes near, to load the next page. */
  onEndReached?: () => void;
  /** Total when more rows exist than are loaded. */
  totalCount?: number;
  empty?: ReactNode;
}

/** A table that draws only the visible rows; fills its parent's height. */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { columns, rows, rowKey, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const tracks = [...(selected ? ["44px"] : []), ...columns.map((column) => column.width ?? "minmax(140px, 1fr)")];
  const grid = { display: "grid", gridTemplateColumns: tracks.join(" ") };
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={props.label}
      aria-rowcount={(props.totalCount ?? rows.length) + 1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      className="h-full overflow-auto focus-visible:-outline-offset-2"
      onScroll={(event) => {
        const box = event.currentTarget;
        if (box.scrollHeight - box.scrollTop - box.clientHeight < 400) props.onEndReached?.();
      }}
    >
      <div className="min-w-fit">
        <HeaderRow {...props} grid={grid} />
        {rows.length === 0 && props.empty}
        <div role="rowgroup">
          <Virtualizer scrollRef={scroller} startMargin={40} itemSize={48}>
            {rows.map((row, index) => (
              <BodyRow key={rowKey(row)} {...props} row={row} index={index} grid={grid} />
            ))}
          </Virtualizer>
        </div>
      </div>
    </div>
  );
}

type Grid = { display: string; gridTemplateColumns: string };

function HeaderRow<T>(props: VirtualTableProps<T> & { grid: Grid }) {
  const t = useT();
  const { rows, rowKey, selected, onSelectedChange } = props;
  const chosen = selected ? rows.filter((row) => selected.has(rowKey(row))).length : 0;
  const state = chosen === 0 ? false : chosen === rows.length ? true : ("mixed" as const);
  return (
    <div role="rowgroup" className="sticky top-0 z-10">
      <div
        role="row"
        aria-rowindex={1}
        style={props.grid}
        className="h-10 items-center border-b border-line bg-list text-meta font-medium text-ink-2"
      >
        {selected && (
          <div role="columnheader" className="flex justify-center">
            <Checkbox
              checked={state}
              ariaLabel={props.selectAllLabel ?? t("common.selectAll")}
              onChange={(on) => onSelectedChange?.(new Set(on ? rows.map(rowKey) : []))}
            />
          </div>
        )}
        {props.columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={clsx("truncate px-3", column.align === "end" && "text-right")}
          >
            {column.header}
          </div>
        ))}
      </div>
    </div>
  );
}

function BodyRow<T>(props: VirtualTableProps<T> & { row: T; index: number; grid: Grid }) {
  const { row, columns, selected, onRowClick } = props;
  const key = props.rowKey(row);
  const ticked = selected?.has(key) ?? false;
  const toggle = (on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(key);
    else next.delete(key);
    props.onSelectedChange?.(next);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the row click is a convenience; a cell holds the reachable link or button.
    <div
      role="row"
      aria-rowindex={props.index + 2}
      style={props.grid}
      onClick={onRowClick && (() => onRowClick(row))}
      className={clsx(
        "min-h-12 items-center border-b border-line text-body",
        ticked ? "bg-selected" : "hover:bg-hover",
        onRowClick && "cursor-pointer",
      )}
    >
      {selected && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the tick from opening the row.
        <div role="cell" className="flex justify-center" onClick={(event) => event.stopPropagation()}>
          <Checkbox checked={ticked} ariaLabel={props.rowLabel?.(row) ?? key} onChange={toggle} />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role="cell"
          className={clsx("min-w-0 truncate px-3", column.align === "end" && "text-right tabular-nums")}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}
