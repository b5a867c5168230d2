import type { ConversationItem, MessageDraft } from "@qunxin/client";
import {
  type Entry,
  type ErrorCode,
  Failure,
  type GroupDetails,
  limits,
  type MessageContentDraft,
} from "@qunxin/protocol";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { t } from "../../../i18n/index.ts";
import { confirm, toast } from "../../../ui/index.ts";
import { askedWith, endAsking } from "../../receipts/asking.ts";
import { rememberPage } from "../../uploads/known-files.ts";
import { trayOf } from "../../uploads/outgoing.ts";
import { countCharacters, everyoneWords, mentionsIn, type Picked } from "./mention-text.ts";
import type { ComposerText } from "./use-composer-text.ts";
import type { SharedPage } from "./use-link-card.ts";

/** Sending the same again cannot help: the text goes back to the person, who can change it. */
const hopeless: ReadonlySet<ErrorCode> = new Set([
  "messages/muted",
  "messages/all_muted",
  "messages/mention_not_member",
  "messages/reply_not_found",
  "messages/empty",
  "messages/receipts_off",
  "messages/ask_too_many",
  "messages/ask_limit",
  "conversations/peer_inactive",
  "conversations/dissolved",
]);

export interface SendInput {
  item: ConversationItem;
  details: GroupDetails | undefined;
  composer: ComposerText;
  /** The text as it stands when an answer comes; null when the field is gone, be it that one may no longer speak. */
  currentText: () => string | null;
  replyTo: Entry | null;
  /** The text is Markdown. */
  format: boolean;
  /** A page to be shared with the text. */
  link: SharedPage | null;
  onSent: () => void;
}

/** Sends what the composer holds; answers false when the person took it back or it cannot be sent. */
export async function sendComposed({
  item,
  details,
  composer,
  currentText,
  replyTo,
  format,
  link,
  onSent,
}: SendInput): Promise<boolean> {
  const files = trayOf(item.id);
  const said = draftOf(item, composer, replyTo, files.length > 0 ? null : contentOf(format, link));
  const draft = { ...said, ...askedWith(item.id) };
  if (!files.length && draft.text === "" && draft.content?.type !== "link") return false;
  if (charactersOver(draft.text) > 0) return false;
  if (draft.mentions.length > limits.mentionsPerMessage) {
    toast.error(t("chat.composer.tooManyMentions", { max: limits.mentionsPerMessage }));
    return false;
  }
  if (draft.mentionAll && details?.can.mentionAll && !(await confirmAll(item.memberCount - 1))) return false;
  if (files.length > 0) {
    const { changeTray, sendFiles } = await import("../../uploads/engine.ts");
    // Meanwhile the same may have been sent by a second press.
    if (trayOf(item.id) !== files) return false;
    endAsking(item.id);
    sendFiles(item.id, draft, files);
    changeTray(item.id, []);
    composer.reset();
    onSent();
    return true;
  }
  const { picked } = composer;
  if (link) rememberPage(link);
  const clientId = client.timelines.send(item.id, draft);
  endAsking(item.id);
  composer.reset();
  onSent();
  client.timelines.sent(item.id, clientId).catch((error: unknown) => {
    if (!(error instanceof Failure) || !hopeless.has(error.code) || currentText() !== "") return;
    client.timelines.discard(item.id, clientId);
    composer.reset(draft.text, picked as Picked[]);
    toast.error(failureText(error));
  });
  return true;
}

/** What the composer holds as it would be sent, for sending it later; null when there is nothing to send. */
export function scheduledDraft(input: Pick<SendInput, "item" | "composer" | "replyTo" | "format" | "link">) {
  const { item, composer, replyTo, format, link } = input;
  const draft = draftOf(item, composer, replyTo, contentOf(format, link));
  const sendable = draft.text !== "" || draft.content?.type === "link";
  return sendable && charactersOver(draft.text) <= 0 ? draft : null;
}

/** How many characters a text is over the limit; 0 or less when it fits. */
export function charactersOver(text: string): number {
  const over = countCharacters(text) - limits.messageChars;
  // The limit of the contract counts code units, of which an emoji has several.
  return over > 0 ? over : text.length - limits.messageChars;
}

function draftOf(
  item: ConversationItem,
  { text, picked }: ComposerText,
  replyTo: Entry | null,
  content: MessageContentDraft | null,
): MessageDraft {
  const said = content?.type === "link" ? withoutAddress(text.trim()) : text.trim();
  const group = item.kind === "group";
  const { mentions, mentionAll } = mentionsIn(said, group ? picked : []);
  const typedAll = group && everyoneWords.some((word) => said.includes(`@${word}`));
  const draft = { text: said, mentions, mentionAll: mentionAll || typedAll, replyToSeq: replyTo?.seq ?? null };
  return content ? { ...draft, content } : draft;
}

function contentOf(format: boolean, link: SharedPage | null): MessageContentDraft | null {
  if (link) return { type: "link", linkId: link.linkId };
  return format ? { type: "markdown" } : null;
}

/** A card needs no address beside it; with other words it stays where it was written. */
function withoutAddress(text: string): string {
  return /^https?:\/\/\S+$/u.test(text) ? "" : text;
}

function confirmAll(count: number): Promise<boolean> {
  return confirm({
    title: t("chat.composer.confirmAllTitle"),
    body: t("chat.composer.confirmAllBody", { count }),
    confirmLabel: t("chat.composer.confirmAllSend"),
  });
}
