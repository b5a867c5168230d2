import {
  type ConversationId,
  type ConversationSummary,
  type Entry,
  Failure,
  fail,
  hiddenEntry,
  limits,
  type PrincipalId,
} from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { type ConversationRow, type ListPosition, readConversation, readConversations } from "./store.ts";

type SummaryDeps = Pick<MessagesDeps, "reading" | "groups" | "log">;

/** `conversations.list`: one statement however long it is, more where mosaics or newest entries are not known yet. */
export function list(deps: SummaryDeps): UseCase<"conversations.list"> {
  return async ({ cursor, limit = limits.conversationsPage }, actor) => {
    const after = cursor === undefined ? null : decode(cursor);
    const rows = await readConversations(deps.reading, actor.id, { after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      conversations: await summarize(deps, page),
      nextCursor: rows.length > limit && last ? encode(last) : null,
    };
  };
}

/** `conversations.get` */
export function get(deps: SummaryDeps): UseCase<"conversations.get"> {
  return async ({ conversationId }, actor) =>
    (await summaryFor(deps, actor.id, conversationId)) ?? fail("conversations/not_found");
}

/** One conversation as that person's list shows it; null when they are not in it. */
export async function summaryFor(
  deps: SummaryDeps,
  viewer: PrincipalId,
  conversationId: ConversationId,
): Promise<ConversationSummary | null> {
  const row = await readConversation(deps.reading, viewer, conversationId);
  return row && ((await summarize(deps, [row]))[0] ?? null);
}

async function summarize(
  { groups, log }: SummaryDeps,
  rows: readonly ConversationRow[],
): Promise<ConversationSummary[]> {
  const asked = rows.filter(({ kind }) => kind === "group");
  const [mosaics, newest] = await Promise.all([
    groups.mosaics(asked.map(({ id, access_version: accessVersion }) => ({ id, accessVersion }))),
    log.newest(
      rows.filter(showsEntry).map(({ id, last_seq, shown_seq }) => ({ id, lastSeq: last_seq, shownSeq: shown_seq })),
    ),
  ]);
  return rows.map((row) => toSummary(row, mosaics.get(row.id), newest.get(row.id)));
}

/** Retention may have removed it. */
function showsEntry({ shown_seq, purged_seq }: ConversationRow): boolean {
  return shown_seq > purged_seq;
}

function toSummary(row: ConversationRow, mosaic: readonly PrincipalId[] = [], newest?: Entry): ConversationSummary {
  return {
    id: row.id,
    kind: row.kind,
    type: row.group_type,
    name: row.group_name ?? "",
    peerId: row.peer_id,
    mosaic: [...mosaic],
    memberCount: row.member_count ?? 2,
    role: row.kind === "group" ? row.role : null,
    last: newest ? (row.last_hidden ? hiddenEntry(newest) : newest) : null,
    lastSeq: row.last_seq,
    firstSeq: row.purged_seq + 1,
    lastOrdinal: row.last_ordinal,
    readSeq: row.read_seq,
    readOrdinal: row.read_ordinal,
    mentionSeqs: row.mention_seqs ?? [],
    muted: row.notify_muted,
    notify: row.notify_muted ? (row.notify_nothing ? "none" : "mentions") : "all",
    pinnedAt: row.pinned_at?.toISOString() ?? null,
    markedUnread: row.marked_unread,
    hidden: row.hidden,
    folded: row.folded,
    labels: row.labels ?? [],
  };
}

function encode({ pinned_at, listed_at, id }: ConversationRow): string {
  return Buffer.from(JSON.stringify([pinned_at, listed_at, id])).toString("base64url");
}

/** @throws request/invalid for anything we did not make */
function decode(cursor: string): ListPosition {
  try {
    const [pinnedAt, lastAt, id] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (typeof lastAt !== "string" || !/^[0-9a-f-]{36}$/.test(id)) throw new TypeError("not a cursor");
    return { pinnedAt: pinnedAt === null ? null : validDate(pinnedAt), lastAt: validDate(lastAt), id };
  } catch (cause) {
    const issues = [{ path: "cursor", message: "not a cursor of this list" }];
    throw new Failure("request/invalid", { issues }, { cause });
  }
}

function validDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new TypeError("not a date");
  return date;
}
