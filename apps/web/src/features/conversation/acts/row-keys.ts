import type { KeyboardEvent } from "react";
import { openRowMenu } from "./open-row-menu.ts";

/**
 * Keys of the timeline: ↑ and ↓ move from message to message, Enter opens the menu of one, Esc leaves it. `around` holds
 * the timeline.
 */
export function rowKeys(event: KeyboardEvent<HTMLElement>, around: HTMLElement): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  const log = around.querySelector<HTMLElement>("[role=log]");
  const onRow = target.matches("[data-message]");
  if (!onRow && target !== log) return;
  if (event.key === "Enter" && onRow) {
    event.preventDefault();
    openRowMenu(target);
  } else if (event.key === "Escape" && onRow) {
    event.stopPropagation();
    log?.focus();
  } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    const messages = [...around.querySelectorAll<HTMLElement>("[data-message]")];
    focusRow(nextRow(messages, onRow ? target : null, event.key === "ArrowUp" ? -1 : 1, log));
  }
}

function nextRow(rows: HTMLElement[], from: HTMLElement | null, step: 1 | -1, log: HTMLElement | null) {
  if (from) return rows[rows.indexOf(from) + step];
  // Coming from outside: the lowest message in view.
  const bottom = log?.getBoundingClientRect().bottom ?? Number.POSITIVE_INFINITY;
  return rows.findLast((row) => row.getBoundingClientRect().top < bottom - 16);
}

function focusRow(row: HTMLElement | undefined): void {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
