import type { GroupOptions } from "@qunxin/protocol";

type History = GroupOptions["newcomerHistory"];

const offered = [20, 100, 500];

/** What newcomers may be shown: nothing, some last messages, everything; a number set elsewhere is kept on offer. */
export function historyChoices(current: History): History[] {
  const lasts = typeof current === "object" ? [...new Set([...offered, current.last])] : offered;
  return ["none", ...lasts.sort((a, b) => a - b).map((last) => ({ last })), "all"];
}

/** A choice as the value of a select. */
export function historyValue(history: History): string {
  return typeof history === "object" ? String(history.last) : history;
}

export function historyOf(value: string): History {
  return value === "none" || value === "all" ? value : { last: Number(value) };
}
