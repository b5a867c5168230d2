import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { Listener } from "./ports.ts";
import { type Board, createBoard } from "./receipts-board.ts";
import { type ReceiptDeps, receiptedFor, shown } from "./receipts-standing.ts";
import { readReaders } from "./receipts-store.ts";

/**
 * The board of what is watched, and which of it is whose to know; null while nothing is shown. It is `current`, where
 * there is one, looking at other messages in the end.
 */
export async function readRoom(
  deps: ReceiptDeps,
  conversationId: ConversationId,
  watching: ReadonlyMap<Listener, readonly number[]>,
  current: Board | null,
): Promise<{ board: Board; owners: Map<PrincipalId, ReadonlySet<number>> } | null> {
  const access = await deps.log.access(conversationId);
  if (!access || !(await shown(deps, conversationId, access))) return null;
  const stored = current ? null : await readReaders(deps.reading, conversationId);
  const seqsOf = new Map<PrincipalId, Set<number>>();
  for (const [{ personId }, seqs] of watching) {
    seqsOf.set(personId, new Set([...(seqsOf.get(personId) ?? []), ...seqs]));
  }
  const owners = new Map<PrincipalId, ReadonlySet<number>>();
  const messages = new Map<number, Awaited<ReturnType<typeof receiptedFor>>[number]>();
  for (const [id, seqs] of seqsOf) {
    const role = access.members.get(id)?.role;
    const found = role ? await receiptedFor(deps, conversationId, { id, role }, [...seqs]) : [];
    for (const message of found) messages.set(message.seq, message);
    owners.set(id, new Set(found.map(({ seq }) => seq)));
  }
  if (!current) return { board: createBoard(stored ?? [], [...messages.values()]), owners };
  current.watch([...messages.values()]);
  return { board: current, owners };
}
