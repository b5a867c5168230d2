import type { TimelineRow } from "@qunxin/client";
import type { PrincipalId } from "@qunxin/protocol";

/** One row as the timeline draws it. Primitive fields besides `row`, so that unchanged rows are not drawn again. */
export interface TimelineItem {
  readonly key: string;
  readonly row: TimelineRow;
  /** RFC 3339 time for a day divider above the row. */
  readonly day: string | null;
  /** 以下是新消息 stands above the row. */
  readonly unread: boolean;
  /** First of its author's run: shows avatar, name and time. */
  readonly head: boolean;
  readonly own: boolean;
}

const mergeWithinMs = 3 * 60_000;

/**
 * Rows with their dividers and runs. `unreadAfter`: seq up to which all was read when the divider was set; null for none.
 */
export function timelineItems(
  rows: readonly TimelineRow[],
  me: PrincipalId | null,
  unreadAfter: number | null,
): TimelineItem[] {
  let divided = unreadAfter === null;
  const shown = rows.every(isShown) ? rows : rows.filter(isShown);
  return shown.map((row, index) => {
    const before = shown[index - 1];
    const own = authorOf(row, me) === me && (isMessage(row) || isRecalled(row));
    const unread = !divided && isMessage(row) && !own && seqOf(row) > (unreadAfter ?? 0);
    divided ||= unread;
    const day = before && sameDay(before, row) ? null : timeOf(row);
    const head = !before || day !== null || unread || !continues(before, row, me);
    return { key: row.key, row, day, unread, head, own };
  });
}

/** Author of a row; what is on its way is one's own. Null: the system. */
export function authorOf(row: TimelineRow, me: PrincipalId | null): PrincipalId | null {
  return row.state === "stored" ? row.entry.by : me;
}

/** Whether somebody said it, as opposed to a system entry. */
export function isMessage(row: TimelineRow): boolean {
  return row.state !== "stored" || row.entry.body.kind === "message";
}

/** Not what the person deleted for themselves. */
function isShown(row: TimelineRow): boolean {
  return row.state !== "stored" || row.entry.body.kind !== "hidden";
}

function isRecalled(row: TimelineRow): boolean {
  return row.state === "stored" && row.entry.body.kind === "recalled";
}

/** RFC 3339. */
export function timeOf(row: TimelineRow): string {
  return row.state === "stored" ? row.entry.at : row.at;
}

/** Place in the conversation; what is on its way stands behind everything. */
export function seqOf(row: TimelineRow): number {
  return row.state === "stored" ? row.entry.seq : Number.POSITIVE_INFINITY;
}

function continues(before: TimelineRow, row: TimelineRow, me: PrincipalId | null): boolean {
  if (!isMessage(before) || !isMessage(row) || authorOf(before, me) !== authorOf(row, me)) return false;
  return Date.parse(timeOf(row)) - Date.parse(timeOf(before)) < mergeWithinMs;
}

function sameDay(one: TimelineRow, other: TimelineRow): boolean {
  return new Date(timeOf(one)).toDateString() === new Date(timeOf(other)).toDateString();
}
