import type { CallOutput } from "@qunxin/protocol";
import type { MessageKey, MessageValues } from "../../i18n/index.ts";

export type HeadCountAnswer = CallOutput<"groups.previewSelection">;

export interface Note {
  key: MessageKey;
  values: MessageValues;
}

/** Members the group would have. Without a limit, as of a group that does not exist yet: the chosen ones and oneself. */
export function membersAfter({ count, limit, free }: HeadCountAnswer): number {
  return limit === null || free === null ? count + 1 : limit - free;
}

/** How many people too many are chosen; 0 while they fit. */
export function overLimit({ free }: HeadCountAnswer): number {
  return free === null ? 0 : Math.max(0, -free);
}

/** What a person should know of the count: who is external, counted twice, or in the group already. */
export function headCountNotes({ externals, duplicates, alreadyMembers }: HeadCountAnswer): Note[] {
  const notes: Note[] = [];
  if (externals > 0) notes.push({ key: "directory.pick.externals", values: { count: externals } });
  if (duplicates > 0) notes.push({ key: "directory.pick.duplicates", values: { count: duplicates } });
  if (alreadyMembers > 0) notes.push({ key: "directory.pick.already", values: { count: alreadyMembers } });
  return notes;
}
