import {
  type CallArgs,
  type ConversationId,
  type Entry,
  Failure,
  type FileId,
  type ForwardResult,
  fail,
  type MessageBody,
  type RecordItem,
  type RequestKey,
} from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { hashSecret } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import { insertFileUses } from "../log/index.ts";
import type { MessagesDeps } from "./deps.ts";
import { recordOf } from "./forward-record.ts";
import { asMessage, filesIn, passedOn } from "./forward-rules.ts";
import { accessVersionOf, insertRecord, type MergedRecord, readRecords } from "./forward-store.ts";
import type { IsActive } from "./peers.ts";
import { judge } from "./send.ts";
import { readEntries } from "./state-store.ts";

type Source = readonly (Entry & { body: MessageBody })[];

/** What goes into each target: the same messages, and the record they share where they are one. */
interface Parcel {
  readonly key: RequestKey;
  readonly bodies: readonly MessageBody[];
  readonly record: MergedRecord | null;
}

/**
 * `messages.forward`: every message judged as its forwarder sees it now; then one transaction per target, so that all
 * of it stands there in its order, or nothing. A retry finds the targets that have it already.
 */
export function forward(deps: MessagesDeps, isActive: IsActive): UseCase<"messages.forward"> {
  return async (args, actor) => {
    const source = await readSource(deps, actor, args);
    const parcel = await pack(deps, actor, args, source);
    const results: ForwardResult[] = [];
    for (const conversationId of new Set(args.to)) {
      results.push(await deliver(deps, isActive, actor, conversationId, parcel));
    }
    return { results };
  };
}

/** `messages.mergedRecord`: what one may read of a record is what its message lets one read. */
export function mergedRecord(deps: MessagesDeps): UseCase<"messages.mergedRecord"> {
  return async ({ conversationId, seq, path = [] }, actor) => {
    const [entry] = await readSource(deps, actor, { from: conversationId, seqs: [seq] });
    let item: Pick<RecordItem, "content"> | undefined = entry?.body;
    for (const position of [...path, null]) {
      if (item?.content?.type !== "merged") fail("messages/not_found");
      const [record] = await readRecords(deps.reading, [item.content.recordId]);
      if (!record) fail("messages/not_found");
      if (position === null) return { items: [...record.items] };
      item = record.items[position];
    }
    return fail("messages/not_found");
  };
}

/** The messages in their order. @throws conversations/not_found, messages/not_found unless all can be seen */
async function readSource(
  deps: MessagesDeps,
  actor: Actor,
  { from, seqs }: Pick<CallArgs<"messages.forward">, "from" | "seqs">,
): Promise<Source> {
  const wanted = [...new Set(seqs)];
  const entries = await readEntries(deps.reading, from, actor.id, wanted);
  const messages = entries.filter((entry): entry is Source[number] => entry.body.kind === "message");
  if (messages.length === wanted.length) return messages;
  const member = await deps.log.member(deps.reading, from, actor.id);
  return member?.present ? fail("messages/not_found") : fail("conversations/not_found");
}

async function pack(
  deps: MessagesDeps,
  actor: Actor,
  { key, from, mode, comment }: CallArgs<"messages.forward">,
  source: Source,
): Promise<Parcel> {
  await keepFiles(deps, actor, from, source);
  const said = comment ? [asMessage({ text: comment })] : [];
  if (mode === "each") {
    return { key, bodies: [...source.map((entry) => asMessage(passedOn(entry))), ...said], record: null };
  }
  const direct = (await deps.log.access(from))?.kind === "direct";
  const { record, content } = await recordOf(deps, actor, { entries: source, direct });
  return { key, bodies: [asMessage({ text: "", content }), ...said], record };
}

/** Files of the messages are safe from sweeps until their new use is written down. */
async function keepFiles(deps: MessagesDeps, actor: Actor, from: ConversationId, source: Source): Promise<void> {
  for (const { seq, body } of source) {
    const own = filesIn(body.content);
    const [record] = body.content?.type === "merged" ? await readRecords(deps.reading, [body.content.recordId]) : [];
    const ids: readonly FileId[] = record?.fileIds ?? own;
    if (ids.length > 0) await deps.ports.files.forMessage(deps.reading, actor, ids, { conversationId: from, seq });
  }
}

/** Access may change while it is judged; so often in a row it does not. */
const maxJudgements = 10;

async function deliver(
  deps: MessagesDeps,
  isActive: IsActive,
  actor: Actor,
  conversationId: ConversationId,
  parcel: Parcel,
): Promise<ForwardResult> {
  try {
    for (let judgement = 1; judgement <= maxJudgements; judgement++) {
      const { access } = await judge(deps, isActive, actor, { conversationId, mentions: [], mentionAll: false });
      const seq = await write(deps, actor, conversationId, parcel, access.accessVersion);
      if (seq === "stale") continue;
      // Who writes has read.
      await deps.log.markRead(conversationId, actor.id, seq);
      return { conversationId, seq, error: null };
    }
    return fail("server/busy", { retryAfterMs: 1_000 });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { conversationId, seq: null, error: { code: error.code, params: error.params } };
  }
}

/** Undoes what was written by an access that does not hold any more. */
class Stale extends Error {}

async function write(
  deps: MessagesDeps,
  actor: Actor,
  conversationId: ConversationId,
  { key, bodies, record }: Parcel,
  accessVersion: number,
): Promise<number | "stale"> {
  const request = { actorId: actor.id, key: derived(key, conversationId), call: "messages.forward" };
  const work = (tx: Tx) =>
    once(tx, { ...request, at: deps.clock.now() }, async () => {
      // Each target has a record of its own: what becomes of one is nothing to the others.
      const own = record && { ...record, id: derived(record.id, conversationId) };
      const entries = await deps.log.record(tx, conversationId, draftsOf(actor, bodies, own));
      if ((await accessVersionOf(tx, conversationId)) !== accessVersion) throw new Stale();
      const [first] = entries;
      if (own && first) {
        await insertRecord(tx, own, deps.clock.now());
        const uses = own.fileIds.map((id) => ({ seq: first.seq, id }));
        await insertFileUses(tx, conversationId, uses);
      }
      return { seq: entries.at(-1)?.seq ?? 0 };
    });
  try {
    return (await deps.transact(work)).seq;
  } catch (error) {
    if (error instanceof Stale) return "stale";
    throw error;
  }
}

function draftsOf(actor: Actor, bodies: readonly MessageBody[], record: MergedRecord | null) {
  return bodies.map((body) => {
    const merged = record && body.content?.type === "merged" ? { ...body.content, recordId: record.id } : null;
    return { by: actor.id, body: merged ? { ...body, content: merged } : body };
  });
}

/** The same id for the same two, in the form of a UUID. */
function derived(id: string, conversationId: ConversationId): string {
  const hex = hashSecret(`${id} ${conversationId}`).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
