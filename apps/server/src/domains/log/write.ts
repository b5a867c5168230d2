import {
  type ConversationId,
  type Entry,
  fail,
  type GroupOptions,
  type GroupRole,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/database.ts";
import { addToOutbox } from "../../platform/outbox.ts";
import { firstOfLast, firstSince, markByHand, putIn, takeOut, updateMember, updateRoles } from "./members-store.ts";
import { advance, insertConversation, insertEntries, placeDrafts, raiseAccess, shownAmong } from "./store.ts";
import { type AccessChange, type Draft, type Joining, type LeaveReason, logChanged } from "./types.ts";

/** Writing inside a caller's transaction. Every function takes the conversation's row lock until the commit. */
export interface LogWriting {
  /** A conversation without entries and members. */
  createConversation(tx: Tx, conversation: { id: ConversationId; kind: "direct" | "group" }): Promise<void>;
  /** Writes entries that change nobody's access. @throws conversations/not_found */
  record(tx: Tx, conversationId: ConversationId, drafts: readonly Draft[]): Promise<Entry[]>;
  /** Puts people in under one entry, however many; those already in stay as they are. */
  admit(
    tx: Tx,
    conversationId: ConversationId,
    people: readonly Joining[],
    entry: Draft,
    history: GroupOptions["newcomerHistory"],
  ): Promise<Entry>;
  /** Takes people out under one entry, which is not theirs to read any more. */
  release(
    tx: Tx,
    conversationId: ConversationId,
    ids: readonly PrincipalId[],
    entry: Draft,
    how: { keepOut: boolean },
  ): Promise<Entry>;
  setRoles(
    tx: Tx,
    conversationId: ConversationId,
    changes: readonly { id: PrincipalId; role: GroupRole }[],
    entry: Draft,
  ): Promise<Entry>;
  /** Silences a member until a time, or lifts it with null. */
  setMuted(tx: Tx, conversationId: ConversationId, id: PrincipalId, until: Date | null, entry: Draft): Promise<Entry>;
  setNickname(tx: Tx, conversationId: ConversationId, id: PrincipalId, nickname: string | null): Promise<void>;
  /** Members put in by following departments, now wanted by a person too: following never takes them out again. */
  keepByHand(tx: Tx, conversationId: ConversationId, ids: readonly PrincipalId[]): Promise<void>;
  /** For whatever else changes who may read or write: messages judged before are judged again. */
  touchAccess(tx: Tx, conversationId: ConversationId): Promise<void>;
  /** The same for many conversations in one statement. */
  touchAccessOfAll(tx: Tx, ids: readonly ConversationId[]): Promise<void>;
  /** Everybody out under one last entry; the rows stay. */
  close(tx: Tx, conversationId: ConversationId, entry: Draft): Promise<void>;
}

interface WritingDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly consumers: readonly string[];
}

/** The writing half of the log. Publication follows the commit. */
export function createWriting({ bus, clock, consumers }: WritingDeps): LogWriting {
  const write = (tx: Tx, conversationId: ConversationId, drafts: readonly Draft[], bump: boolean) =>
    writeEntries(tx, conversationId, drafts, { bump, now: clock.now(), consumers });
  const publish = (tx: Tx, conversationId: ConversationId, entries: readonly Entry[], change: AccessChange | null) =>
    tx.afterCommit(() => bus.publish(logChanged, { conversationId, entries, accessChanged: change }));

  async function writeOne(tx: Tx, conversationId: ConversationId, draft: Draft): Promise<Entry> {
    const [entry] = await write(tx, conversationId, [draft], true);
    if (!entry) throw new Error("one draft gives one entry");
    return entry;
  }

  return {
    createConversation: (tx, { id, kind }) => insertConversation(tx, { id, kind, at: clock.now() }),
    async record(tx, conversationId, drafts) {
      if (drafts.length === 0) return [];
      const entries = await write(tx, conversationId, drafts, false);
      publish(tx, conversationId, entries, null);
      return entries;
    },
    async admit(tx, conversationId, people, draft, history) {
      const entry = await writeOne(tx, conversationId, draft);
      const from = await readableFrom(tx, conversationId, entry.seq, history, clock.now());
      const joined = await putIn(tx, conversationId, people, { entry, from });
      publish(tx, conversationId, [entry], { joined, left: [] });
      return entry;
    },
    async release(tx, conversationId, ids, draft, { keepOut }) {
      const entry = await writeOne(tx, conversationId, draft);
      const gone = await takeOut(tx, conversationId, ids, { seq: entry.seq, keepOut });
      publish(tx, conversationId, [entry], leftBecause(gone, reasonOf(draft)));
      return entry;
    },
    async setRoles(tx, conversationId, changes, draft) {
      const entry = await writeOne(tx, conversationId, draft);
      await updateRoles(tx, conversationId, changes);
      publish(tx, conversationId, [entry], { joined: [], left: [] });
      return entry;
    },
    async setMuted(tx, conversationId, id, until, draft) {
      const entry = await writeOne(tx, conversationId, draft);
      await updateMember(tx, conversationId, id, { muted_until: until });
      publish(tx, conversationId, [entry], { joined: [], left: [] });
      return entry;
    },
    setNickname: (tx, conversationId, id, nickname) => updateMember(tx, conversationId, id, { nickname }),
    keepByHand: markByHand,
    async touchAccess(tx, conversationId) {
      await write(tx, conversationId, [], true);
      publish(tx, conversationId, [], { joined: [], left: [] });
    },
    async touchAccessOfAll(tx, ids) {
      if (ids.length > 0) await raiseAccess(tx, ids);
      for (const id of ids) publish(tx, id, [], { joined: [], left: [] });
    },
    async close(tx, conversationId, draft) {
      const entry = await writeOne(tx, conversationId, draft);
      const gone = await takeOut(tx, conversationId, null, { seq: entry.seq, keepOut: false });
      publish(tx, conversationId, [entry], leftBecause(gone, "dissolved"));
    },
  };
}

/** Writes drafts behind the row lock, with their rows of the outbox. @throws conversations/not_found */
export async function writeEntries(
  tx: Tx,
  conversationId: ConversationId,
  drafts: readonly Draft[],
  { bump, now, consumers }: { bump: boolean; now: Date; consumers: readonly string[] },
): Promise<Entry[]> {
  const isMessage = ({ body }: Draft) => body.kind === "message";
  const shown = shownAmong(drafts);
  const counters = await advance(tx, conversationId, {
    entries: drafts.length,
    messages: drafts.filter(isMessage).length,
    shown,
    bump,
    at: shown ? (drafts[shown - 1]?.at ?? now) : null,
  });
  if (!counters) fail("conversations/not_found");
  const entries = placeDrafts(drafts, counters, now);
  if (entries.length) await insertEntries(tx, conversationId, entries);
  await addToOutbox(tx, consumers, { conversationId, seqs: entries.map(({ seq }) => seq) });
  return entries;
}

const dayMs = 24 * 3_600_000;

async function readableFrom(
  tx: Tx,
  conversationId: ConversationId,
  seq: number,
  history: GroupOptions["newcomerHistory"],
  now: Date,
): Promise<number> {
  if (history === "none") return seq;
  if (history === "all") return 1;
  if ("last" in history) return firstOfLast(tx, conversationId, seq, history.last);
  return firstSince(tx, conversationId, new Date(now.getTime() - history.days * dayMs));
}

function leftBecause(ids: readonly PrincipalId[], reason: LeaveReason): AccessChange {
  return { joined: [], left: ids.map((id) => ({ id, reason })) };
}

function reasonOf({ body }: Draft): LeaveReason {
  return body.kind === "members_left" ? body.way : "removed";
}
