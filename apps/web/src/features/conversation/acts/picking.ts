import type { TimelineRow } from "@qunxin/client";
import { limits } from "@qunxin/protocol";
import { t } from "../../../i18n/index.ts";
import { toast } from "../../../ui/index.ts";
import { useActing } from "./acting.ts";

/** Chooses a message or lets go of it; with `range`, all messages since the one chosen last. */
export function togglePicked(seq: number, rows: readonly TimelineRow[], range: boolean): void {
  const { picked, anchor } = useActing.getState();
  if (!picked) return;
  const next = range && anchor !== null ? withRange(picked, rows, anchor, seq) : toggled(picked, seq);
  if (next.size > limits.forwardMessages) {
    toast.info(t("acts.pick.limit", { max: limits.forwardMessages }));
    return;
  }
  useActing.setState({ picked: next, anchor: seq });
}

function toggled(picked: ReadonlySet<number>, seq: number): Set<number> {
  const next = new Set(picked);
  if (!next.delete(seq)) next.add(seq);
  return next;
}

/** The chosen ones and every message between two, both ends included. */
export function withRange(
  picked: ReadonlySet<number>,
  rows: readonly TimelineRow[],
  one: number,
  other: number,
): Set<number> {
  const [from, to] = one < other ? [one, other] : [other, one];
  const between = rows.flatMap((row) => {
    if (row.state !== "stored" || row.entry.body.kind !== "message") return [];
    return row.entry.seq >= from && row.entry.seq <= to ? [row.entry.seq] : [];
  });
  return new Set([...picked, ...between]);
}
