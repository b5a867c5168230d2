import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { isImeKey } from "../../ui/ime.ts";
import { TickBox } from "../../ui/index.ts";
import type { TickState } from "./selection.ts";

export interface PickListHandle {
  focusFirst: () => void;
}

export interface PickListProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  stateOf: (item: T) => TickState;
  onToggle: (item: T, on: boolean) => void;
  /** Content after the box. */
  render: (item: T) => ReactNode;
  onEndReached?: () => void;
  ref?: Ref<PickListHandle> | undefined;
}

/** A virtual list of rows to tick; one tab stop, arrows move, Space and Enter tick. Fills its parent's height. */
export function PickList<T>(props: PickListProps<T>) {
  const { items } = props;
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  const [active, setActive] = useState(0);
  const wanted = useRef(false);
  const stop = Math.min(active, items.length - 1);
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(items.length - 1, index));
    wanted.current = true;
    setActive(next);
    list.current?.scrollToIndex(next, { align: "nearest" });
    focusRow(box.current, next);
  };
  useImperativeHandle(props.ref, () => ({ focusFirst: () => moveTo(0) }));
  // A row out of view is drawn only after scrolling to it.
  useEffect(() => {
    if (wanted.current && focusRow(box.current, stop)) wanted.current = false;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (isImeKey(event.nativeEvent)) return;
    const target = moveOf(event.key, stop, items.length);
    const item = items[stop];
    if (target !== null) moveTo(target);
    else if ((event.key === " " || event.key === "Enter") && item) props.onToggle(item, props.stateOf(item) !== true);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      role="listbox"
      aria-multiselectable
      aria-label={props.label}
      tabIndex={-1}
      className="h-full"
      onKeyDown={onKeyDown}
    >
      <VList ref={list} style={{ height: "100%" }} onScroll={() => reachEnd(list.current, props.onEndReached)}>
        {items.map((item, index) => (
          <Row key={props.keyOf(item)} {...props} item={item} index={index} stop={index === stop} onFocus={setActive} />
        ))}
      </VList>
    </div>
  );
}

interface RowProps<T> extends PickListProps<T> {
  item: T;
  index: number;
  stop: boolean;
  onFocus: (index: number) => void;
}

function Row<T>({ item, index, stop, onFocus, stateOf, onToggle, render }: RowProps<T>) {
  const state = stateOf(item);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its focused row.
    <div
      role="option"
      data-row={index}
      aria-selected={state === true}
      tabIndex={stop ? 0 : -1}
      onFocus={() => onFocus(index)}
      onClick={() => onToggle(item, state !== true)}
      className="group flex min-h-12 cursor-pointer items-center gap-3 rounded-control px-2 py-1.5 select-none hover:bg-hover focus-visible:-outline-offset-2 max-md:min-h-14"
    >
      <TickBox checked={state} />
      {render(item)}
    </div>
  );
}

function moveOf(key: string, at: number, length: number): number | null {
  if (key === "ArrowDown") return at + 1;
  if (key === "ArrowUp") return at - 1;
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : null;
}

function focusRow(box: HTMLElement | null, index: number): boolean {
  const row = box?.querySelector<HTMLElement>(`[data-row="${index}"]`);
  row?.focus({ preventScroll: true });
  return row !== undefined && row !== null;
}

function reachEnd(list: VListHandle | null, onEndReached: (() => void) | undefined): void {
  if (list && list.scrollSize - list.scrollOffset - list.viewportSize < 400) onEndReached?.();
}
