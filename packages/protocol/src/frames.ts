import * as z from "zod/mini";
import { Draft } from "./drafts.ts";
import { Entry } from "./entries.ts";
import { ConversationId, PrincipalId } from "./ids.ts";
import { keepingEvents } from "./keeping.ts";
import { ConversationSummary } from "./messages.ts";
import { Receipt } from "./receipts.ts";

/** What a client sends over the socket: any call of the contract, under a number of its own choice. */
export const ClientFrame = z.object({ k: z.literal("call"), id: z.int(), call: z.string(), input: z.unknown() });
export type ClientFrame = z.infer<typeof ClientFrame>;

/** What the server tells a device besides answers. */
export const ServerEvent = z.discriminatedUnion("type", [
  /** One came into a conversation, or it was opened for the first time. */
  z.object({ type: z.literal("conversation.added"), conversation: ConversationSummary }),
  /** One is out of it, or it was dissolved: nothing of it may be shown any more. */
  z.object({
    type: z.literal("conversation.removed"),
    conversationId: ConversationId,
    reason: z.enum(["left", "removed", "moved", "inactive", "dissolved"]),
  }),
  /** Retention removed the conversation's beginning: nothing below `firstSeq` is there any more. */
  z.object({ type: z.literal("conversation.purged"), conversationId: ConversationId, firstSeq: z.int() }),
  /** One's own read mark or settings changed on some device. */
  z.object({ type: z.literal("conversation.changed"), conversation: ConversationSummary }),
  /** What is shown of a group changed without an entry of its log, e.g. how a member is called there: ask for it anew. */
  z.object({ type: z.literal("group.changed"), conversationId: ConversationId }),
  z.object({
    type: z.literal("conversation.read"),
    conversationId: ConversationId,
    readSeq: z.int(),
    readOrdinal: z.int(),
    markedUnread: z.boolean(),
  }),
  /** One's own draft changed on some device; null: it was sent or thrown away. */
  z.object({ type: z.literal("draft.changed"), conversationId: ConversationId, draft: z.nullable(Draft) }),
  /** How far watched messages are read now; only those that changed. `off`: nothing is shown there any more. */
  z.object({
    type: z.literal("receipts"),
    conversationId: ConversationId,
    off: z.boolean(),
    receipts: z.array(Receipt),
  }),
  /** One confirmed a message on some device. */
  z.object({ type: z.literal("message.confirmed"), conversationId: ConversationId, seq: z.int() }),
  /** One is reminded of a message or announcement to be confirmed; `by` null: by the schedule. */
  z.object({
    type: z.literal("confirm.asked"),
    conversationId: ConversationId,
    seq: z.int(),
    by: z.nullable(PrincipalId),
  }),
  /** One's own settings for notices changed on some device. */
  z.object({ type: z.literal("notifications.changed") }),
  /** Entries look different to oneself, to nobody else (deleted for oneself, voted anonymously): ask for them anew. */
  z.object({ type: z.literal("entries.changed"), conversationId: ConversationId, seqs: z.array(z.int()) }),
  z.object({ type: z.literal("typing"), conversationId: ConversationId, by: PrincipalId }),
  z.object({ type: z.literal("presence"), id: PrincipalId, online: z.boolean() }),
  /** Names, avatars or states of people changed; refetch what is shown. Empty `ids`: many. */
  z.object({ type: z.literal("directory.changed"), ids: z.array(PrincipalId) }),
  z.object({ type: z.literal("me.changed") }),
  /** Something may have happened that this device was not told: fetch what is shown, as after a new connection. */
  z.object({ type: z.literal("news.lost") }),
  ...keepingEvents,
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

export const WireErrorSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
  requestId: z.string(),
});

/** What the server sends over the socket. */
export const ServerFrame = z.discriminatedUnion("k", [
  /** First frame of every socket. */
  z.object({ k: z.literal("hello"), me: PrincipalId, serverTime: z.iso.datetime(), version: z.string() }),
  z.object({ k: z.literal("ok"), id: z.int(), output: z.unknown() }),
  z.object({ k: z.literal("fail"), id: z.int(), error: WireErrorSchema }),
  /** New entries of one conversation, ascending. The same bytes go to every member. */
  z.object({ k: z.literal("entries"), c: ConversationId, e: z.array(Entry) }),
  /** This device was too slow: entries of `c` up to `to` were not sent; fetch them by seq. */
  z.object({ k: z.literal("gap"), c: ConversationId, to: z.int() }),
  z.object({ k: z.literal("event"), event: ServerEvent }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
