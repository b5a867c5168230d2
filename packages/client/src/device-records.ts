import type { ConversationSummary } from "@qunxin/protocol";
import {
  type Brief,
  type ClientMessageId,
  type ConversationId,
  type ErrorCode,
  Failure,
  type Me,
} from "@qunxin/protocol";
import type { Act } from "./acts.ts";
import type { DraftContent } from "./drafts.ts";
import type { Keeper } from "./keeper.ts";
import type { OutboxItem } from "./outbox.ts";

/** An outbox item as plain data, for the cache and for other tabs. */
export interface OutboxRecord {
  readonly conversationId: ConversationId;
  readonly item: Omit<OutboxItem, "error"> & {
    readonly error: { readonly code: ErrorCode; readonly params: Record<string, unknown> } | null;
  };
}

export function toRecord(conversationId: ConversationId, item: OutboxItem): OutboxRecord {
  const { error } = item;
  return { conversationId, item: { ...item, error: error && { code: error.code, params: error.params } } };
}

export function fromRecord({ item }: OutboxRecord): OutboxItem {
  return { ...item, error: item.error && new Failure(item.error.code, item.error.params) };
}

/** What the device knows of the person whom the cache belongs to. */
export interface DeviceRecords {
  readonly conversations: readonly ConversationSummary[];
  readonly people: readonly Brief[];
  readonly outbox: readonly OutboxRecord[];
  readonly acts: readonly Act[];
  readonly drafts: readonly (readonly [ConversationId, DraftContent])[];
}

/** More people than this are not kept: they are asked for again when looked at. */
const maxPeople = 5_000;

export async function readRecords(keeper: Keeper): Promise<DeviceRecords> {
  const [conversations, people, outbox, acts, drafts] = await Promise.all([
    keeper.readAll<ConversationSummary>("conversations"),
    keeper.readAll<Brief>("people"),
    keeper.readAll<OutboxRecord>("outbox"),
    keeper.readAll<Act>("acts"),
    keeper.readAll<DraftContent>("drafts"),
  ]);
  for (const [key] of people.slice(maxPeople)) keeper.later({ table: "people", key });
  return {
    conversations: conversations.map(([, conversation]) => conversation),
    people: people.slice(0, maxPeople).map(([, brief]) => brief),
    outbox: outbox.map(([, record]) => record).sort((a, b) => a.item.order - b.item.order),
    acts: acts.map(([, act]) => act),
    drafts: drafts as readonly (readonly [ConversationId, DraftContent])[],
  };
}

/** Writes what the client knows into the cache, record by record. */
export function recordsInto(keeper: Keeper) {
  return {
    me: (me: Me) => keeper.now([{ table: "device", key: "me", value: me }]),
    conversation: (id: ConversationId, summary: ConversationSummary | null) =>
      keeper.later({ table: "conversations", key: id, ...(summary && { value: summary }) }),
    person: (brief: Brief) => keeper.later({ table: "people", key: brief.id, value: brief }),
    draft: (id: ConversationId, draft: DraftContent | null) =>
      keeper.later({ table: "drafts", key: id, ...(draft && { value: draft }) }),
    act: (key: string, act: Act | null) => keeper.now([{ table: "acts", key, ...(act && { value: act }) }]),
    /** What is acknowledged or thrown away is forgotten. */
    message(conversationId: ConversationId, clientId: ClientMessageId, item: OutboxItem | null) {
      const waits = item !== null && item.state !== "sent";
      const value = waits ? { value: toRecord(conversationId, item) } : {};
      return keeper.now([{ table: "outbox", key: clientId, ...value }]);
    },
  };
}
