import type { TimelineRow } from "@qunxin/client";
import type {
  ConversationId,
  FileId,
  FileMeta,
  MessageBody,
  MessageContent,
  MessageContentDraft,
  MessageState,
  PrincipalId,
} from "@qunxin/protocol";
import { knownFile, knownPage } from "../../uploads/known-files.ts";
import type { MessagePlace } from "./file-source.ts";

/** A message as the parts that draw its content need it, stored or on its way. */
export interface ShownMessage extends Pick<MessageBody, "text" | "mentions" | "mentionAll" | "replyTo"> {
  readonly content: MessageContent | undefined;
  /** Null while it is on its way. */
  readonly place: MessagePlace | null;
  readonly state: MessageState | undefined;
  readonly by: PrincipalId | null;
  readonly own: boolean;
}

/** What a row says; null for entries that are no messages. */
export function shownMessage(
  row: TimelineRow,
  at: { conversationId: ConversationId; own: boolean; me: PrincipalId | null },
): ShownMessage | null {
  const { own } = at;
  if (row.state !== "stored") {
    const { text, mentions, mentionAll } = row.draft;
    const content = pendingContent((row.draft as { content?: MessageContentDraft }).content);
    // It shows no quote yet: its author and text come back with the stored message.
    return { text, mentions, mentionAll, replyTo: null, content, place: null, state: undefined, by: at.me, own };
  }
  const { body, seq, state, by } = row.entry;
  if (body.kind !== "message") return null;
  const { text, mentions, mentionAll, replyTo, content } = body;
  const place = { conversationId: at.conversationId, seq };
  return { text, mentions, mentionAll, replyTo, content, place, state, by, own };
}

/** What a draft will look like, as far as this page knows its files. */
function pendingContent(draft: MessageContentDraft | undefined): MessageContent | undefined {
  if (!draft) return undefined;
  switch (draft.type) {
    case "images":
      return { type: "images", images: draft.fileIds.map(fileOf) };
    case "file":
    case "voice":
    case "video":
      return { type: draft.type, file: fileOf(draft.fileId) };
    case "card":
      return { ...draft, name: "" };
    case "link":
      return { type: "link", ...(knownPage(draft.linkId) ?? unknownPage) };
    default:
      return draft;
  }
}

function fileOf(id: FileId): FileMeta {
  return knownFile(id)?.meta ?? { ...unknownFile, id };
}

/** After a reload nothing is known of a file that waits in the sending queue but its id. */
const unknownFile: Omit<FileMeta, "id"> = {
  name: "",
  size: 0,
  mediaType: "",
  kind: "file",
  width: null,
  height: null,
  blur: null,
  durationMs: null,
  waveform: null,
  hasPoster: false,
  preview: null,
};

const unknownPage = { url: "", title: "", summary: "", source: "", image: null };
