import type { ConversationId, Entry } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { client, useConversation, usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";
import { ContentBody } from "../conversation/content/ContentBody.tsx";
import { MessageText } from "../conversation/MessageText.tsx";
import { nameOfItem } from "../conversation-list/list-filter.ts";

export interface KeptCardProps {
  /** Above the message: times, states. */
  head: ReactNode;
  children: ReactNode;
  /** Buttons below. */
  acts: ReactNode;
}

/** One thing that is kept. */
export function KeptCard({ head, children, acts }: KeptCardProps) {
  return (
    <li className="rounded-sheet border border-line bg-pane p-4 max-md:rounded-none max-md:border-x-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-meta text-ink-2">{head}</p>
      <div className="mt-2 text-body wrap-anywhere">{children}</div>
      <div className="mt-3 flex flex-wrap gap-2">{acts}</div>
    </li>
  );
}

/** What a message says, as in its conversation. */
export function KeptMessage({ conversationId, entry }: { conversationId: ConversationId; entry: Entry }) {
  const me = useShell((state) => state.me?.id ?? null);
  const { body, seq, state, by } = entry;
  if (body.kind !== "message") return null;
  const { text, mentions, mentionAll, content } = body;
  const shown = { text, mentions, mentionAll, replyTo: null };
  const place = { conversationId, seq };
  const caption = text !== "" && content?.type !== "markdown";
  return (
    <>
      {content && <ContentBody content={content} message={{ ...shown, content, place, state, by, own: by === me }} />}
      {(caption || !content) && (
        <span className="line-clamp-8 whitespace-pre-wrap">
          <MessageText {...shown} />
        </span>
      )}
    </>
  );
}

/** Name of a conversation one is in; empty where it is not known. */
export function ConversationName({ id }: { id: ConversationId }) {
  const item = useConversation(id);
  const peer = usePerson(item?.peerId ?? null);
  return <span className="truncate">{item ? nameOfItem(item, peer) : ""}</span>;
}

export function AuthorName({ entry }: { entry: Entry }) {
  const t = useT();
  const person = usePerson(entry.by);
  return <span className="font-medium text-ink-1">{person?.name ?? t("chat.person.unknown")}</span>;
}

/** Leads to the message in its conversation. */
export function ShowButton({ conversationId, seq }: { conversationId: ConversationId; seq: number }) {
  const t = useT();
  const navigate = useNavigate();
  const show = async () => {
    // It may be off the list because it was removed from it.
    if (!client.conversations.of(conversationId).getSnapshot()) await client.conversations.fetch(conversationId);
    await navigate({ to: "/chats/$conversationId", params: { conversationId }, search: { at: seq } });
  };
  return (
    <Button size="sm" onClick={() => void show()}>
      {t("kept.show")}
    </Button>
  );
}
