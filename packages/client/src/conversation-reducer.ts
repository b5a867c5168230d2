import {
  type ActBody,
  type CallInput,
  type ConversationSummary,
  type Entry,
  isAct,
  type PrincipalId,
  type ServerEvent,
} from "@qunxin/protocol";
import { reduceEntry } from "./entry-reducer.ts";

export type ConversationItem = ConversationSummary & { readonly unread: number };

/** Shows a summary with what follows from it. */
export function toItem(summary: ConversationSummary): ConversationItem {
  return { ...summary, unread: Math.max(0, summary.lastOrdinal - summary.readOrdinal) };
}

/** Pinned first, the latest pinned on top; then by newest entry. */
export function compareItems(a: ConversationItem, b: ConversationItem): number {
  if (a.pinnedAt !== b.pinnedAt) return (b.pinnedAt ?? "").localeCompare(a.pinnedAt ?? "");
  return newsAt(b) - newsAt(a) || (a.id < b.id ? 1 : -1);
}

/** Time of the newest entry; a conversation just opened counts from its making, which its UUIDv7 tells. */
function newsAt({ last, id }: ConversationItem): number {
  return last ? Date.parse(last.at) : Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** What new entries change of a summary. `stale`: it changed in a way that only the server can tell. */
export function withEntries(
  summary: ConversationSummary,
  entries: readonly Entry[],
  me: PrincipalId,
): { summary: ConversationSummary; stale: boolean } {
  let next = summary;
  let stale = false;
  for (const entry of entries) {
    if (entry.seq <= next.lastSeq) continue;
    if (isAct(entry.body)) {
      stale ||= needsAsking(next, entry.body);
      next = { ...withAct(next, entry, entry.body), lastSeq: entry.seq };
      continue;
    }
    stale ||= touchesFaces(next, entry);
    next = { ...withContent(next, entry, me), last: entry, lastSeq: entry.seq, lastOrdinal: entry.ordinal };
    next.hidden = false;
  }
  return { summary: next, stale };
}

/** An act is no news: it changes what the list shows of an earlier message, and takes back whom that called. */
function withAct(now: ConversationSummary, act: Entry, body: ActBody): ConversationSummary {
  if (body.kind !== "message_recalled") return now;
  const mentionSeqs = now.mentionSeqs.filter((seq) => seq !== body.target);
  const after = now.last && reduceEntry(now.last, act, null);
  if (!after || after === "fetch" || after === now.last) return { ...now, mentionSeqs };
  // The list shows entries without what became of them.
  const { changedSeq: _seq, state: _state, ...last } = after;
  return { ...now, mentionSeqs, last };
}

/** Whether only the server can tell what an act makes of the summary: a new text, whom it calls, a mention less. */
function needsAsking({ last, readSeq, mentionSeqs }: ConversationSummary, body: ActBody): boolean {
  if (body.kind === "message_edited") return body.target === last?.seq || body.target > readSeq;
  return body.kind === "message_recalled" && mentionSeqs.length >= mentionsKept;
}

const mentionsKept = 20;

function withContent(
  now: ConversationSummary,
  { body, by, seq, ordinal }: Entry,
  me: PrincipalId,
): ConversationSummary {
  switch (body.kind) {
    case "message": {
      // Who writes has read; the server moves the mark likewise.
      if (by === me) return withRead(now, { readSeq: seq, readOrdinal: ordinal, markedUnread: false });
      if (!body.mentionAll && !body.mentions.includes(me)) return now;
      return { ...now, mentionSeqs: [...now.mentionSeqs, seq].slice(0, mentionsKept) };
    }
    case "members_joined":
      return { ...now, memberCount: now.memberCount + body.count };
    case "members_left":
      return { ...now, memberCount: Math.max(0, now.memberCount - body.count) };
    case "group_renamed":
      return { ...now, name: body.name };
    case "owner_changed":
      if (body.to === me) return { ...now, role: "owner" };
      return now.role === "owner" ? { ...now, role: "member" } : now;
    case "role_changed":
      return body.member === me ? { ...now, role: body.role } : now;
    case "group_created":
    case "group_described":
    case "announced":
    case "options_changed":
    case "member_muted":
    case "departments_followed":
    case "retention_changed":
    case "dissolved":
    case "recalled":
    case "hidden":
    case "message_edited":
    case "message_recalled":
    case "message_reacted":
    case "message_pinned":
    case "poll_voted":
    case "poll_closed":
    case "chain_joined":
      return now;
    default:
      // A newer server may write what this client does not know; the entry still counts.
      body satisfies never;
      return now;
  }
}

/** Whether the avatar mosaic may look different after this entry. */
function touchesFaces({ mosaic }: ConversationSummary, { body }: Entry): boolean {
  switch (body.kind) {
    case "group_created":
    case "owner_changed":
      return true;
    case "members_joined":
      return mosaic.length < 4;
    case "members_left":
      return body.count > body.members.length || body.members.some((id) => mosaic.includes(id));
    default:
      return false;
  }
}

/** A summary after retention removed everything below `firstSeq`. */
export function withoutBeginning(now: ConversationSummary, firstSeq: number): ConversationSummary {
  if (firstSeq <= now.firstSeq) return now;
  return {
    ...now,
    firstSeq,
    last: now.last && now.last.seq < firstSeq ? null : now.last,
    readSeq: Math.max(now.readSeq, firstSeq - 1),
    mentionSeqs: now.mentionSeqs.filter((seq) => seq >= firstSeq),
  };
}

export type ReadMark = Pick<
  Extract<ServerEvent, { type: "conversation.read" }>,
  "readSeq" | "readOrdinal" | "markedUnread"
>;

/** Moves the read mark forward, never back. */
export function withRead(
  now: ConversationSummary,
  { readSeq, readOrdinal, markedUnread }: ReadMark,
): ConversationSummary {
  if (readSeq <= now.readSeq && markedUnread === now.markedUnread) return now;
  return {
    ...now,
    readSeq: Math.max(now.readSeq, readSeq),
    readOrdinal: Math.max(now.readOrdinal, readOrdinal),
    mentionSeqs: now.mentionSeqs.filter((seq) => seq > readSeq),
    markedUnread,
  };
}

/** Shows settings as they will be once the server knows them. */
export function withSettings(
  now: ConversationSummary,
  {
    muted,
    notify = muted === undefined ? undefined : muted ? "mentions" : "all",
    pinned,
    markedUnread,
    hidden,
    folded,
  }: Omit<CallInput<"conversations.set">, "conversationId">,
  nowMs: number,
): ConversationSummary {
  return {
    ...now,
    ...(notify === undefined ? {} : { notify, muted: notify !== "all" }),
    ...(folded === undefined ? {} : { folded }),
    ...(markedUnread === undefined ? {} : { markedUnread }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(pinned === undefined || pinned === (now.pinnedAt !== null)
      ? {}
      : { pinnedAt: pinned ? new Date(nowMs).toISOString() : null }),
  };
}

/**
 * A fetched summary over the one at hand: entries and read marks that came by socket in the meantime may be newer than
 * the fetched ones, everything else is the server's.
 */
export function mergeSummary(held: ConversationSummary | undefined, fetched: ConversationSummary): ConversationSummary {
  if (!held) return fetched;
  const { lastSeq, lastOrdinal } = held.lastSeq > fetched.lastSeq ? held : fetched;
  const last = held.lastSeq > fetched.lastSeq && isNewer(held.last, fetched.last) ? held.last : fetched.last;
  // What was missed while away is known from the fetch alone, what came since from the socket alone.
  const since = held.mentionSeqs.filter((seq) => seq > fetched.lastSeq);
  const mentionSeqs = [...fetched.mentionSeqs, ...since].slice(0, mentionsKept);
  const merged = { ...fetched, last, lastSeq, lastOrdinal, mentionSeqs };
  if (held.readSeq <= fetched.readSeq) return merged;
  return withRead(merged, { readSeq: held.readSeq, readOrdinal: held.readOrdinal, markedUnread: fetched.markedUnread });
}

/** The same entry counts as newer where it is held: it may be recalled there already. */
function isNewer(held: Entry | null, fetched: Entry | null): boolean {
  return (held?.seq ?? 0) >= (fetched?.seq ?? 0);
}
