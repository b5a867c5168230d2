import type { GroupOptions } from "@qunxin/protocol";

type History = GroupOptions["newcomerHistory"];

const offered = [20, 100, 500];
const offeredDays = [7, 30];

/** What newcomers may be shown: nothing, some last messages or days, everything; a number set elsewhere is kept on offer. */
export function historyChoices(current: History): History[] {
  const held = typeof current === "object" ? current : null;
  const lasts = ascending(held && "last" in held ? [...offered, held.last] : offered);
  const days = ascending(held && "days" in held ? [...offeredDays, held.days] : offeredDays);
  return ["none", ...lasts.map((last) => ({ last })), ...days.map((count) => ({ days: count })), "all"];
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** A choice as the value of a select. */
export function historyValue(history: History): string {
  if (typeof history !== "object") return history;
  return "last" in history ? `${history.last}` : `${history.days}d`;
}

export function historyOf(value: string): History {
  if (value === "none" || value === "all") return value;
  return value.endsWith("d") ? { days: Number.parseInt(value, 10) } : { last: Number(value) };
}
