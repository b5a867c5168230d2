import type { CallOutput, ConversationId, PrincipalId, SearchHit } from "@qunxin/protocol";
import { useEffect } from "react";
import { client, useConversation, usePerson } from "../../app/live.ts";
import { listTime, t, useT } from "../../i18n/index.ts";
import { Avatar } from "../../ui/index.ts";
import { FileIcon } from "../conversation/content/FileIcon.tsx";
import { useShownName } from "../conversation/use-names.ts";
import { ConversationAvatar } from "../conversation-list/ConversationAvatar.tsx";
import { nameOfItem } from "../conversation-list/list-filter.ts";
import { Highlighted, HighlightedWords } from "./Highlighted.tsx";
import type { Hit } from "./hit.ts";

/** A message as a row: who said what, where (unless `here`) and when. */
export function messageHit(hit: SearchHit, here: boolean, open: () => void): Hit {
  return {
    id: `${hit.conversationId}-${hit.seq}`,
    part: "messages",
    avatar: <SenderPicture id={hit.by} />,
    name: <Title hit={hit} here={here} />,
    note: <Snippet hit={hit} />,
    end: <Time at={hit.at} />,
    open,
  };
}

/** A file as a row: its name, who sent it, where and when. */
export function fileHit(hit: SearchHit, words: string, here: boolean, open: () => void): Hit {
  const name = hit.fileName ?? t(`search.type.${hit.type}`);
  const kind = hit.type === "image" || hit.type === "video" ? hit.type : "file";
  return {
    id: `${hit.conversationId}-${hit.seq}`,
    part: "files",
    avatar: <FileIcon file={{ name, kind }} size={36} />,
    name: <HighlightedWords text={name} words={words} />,
    note: <Title hit={hit} here={here} />,
    end: <Time at={hit.at} />,
    open,
  };
}

type Group = NonNullable<CallOutput<"search.messages">["groups"]>["conversations"][number];

/** A conversation with how many messages fit in it. */
export function groupedHit(group: Group, newest: SearchHit | undefined, open: () => void): Hit {
  return {
    id: group.conversationId,
    part: "messages",
    avatar: <ConversationPicture id={group.conversationId} />,
    name: <ConversationTitle id={group.conversationId} />,
    note: group.hits === 1 && newest ? <Highlighted {...newest} /> : t("search.related", { count: group.hits }),
    end: <Time at={group.newest} />,
    open,
  };
}

/** Name of a conversation one is in, wherever it is in the list. */
export function ConversationTitle({ id }: { id: ConversationId }) {
  const item = useConversation(id);
  const peer = usePerson(item?.peerId ?? null);
  useEffect(() => {
    // Taken off the list by the person.
    if (!item) void client.conversations.fetch(id).catch(() => undefined);
  }, [item, id]);
  return <>{item ? nameOfItem(item, peer) : ""}</>;
}

function ConversationPicture({ id }: { id: ConversationId }) {
  const item = useConversation(id);
  return item ? <ConversationAvatar item={item} size={36} /> : <Avatar id={id} name="" size={36} />;
}

function SenderPicture({ id }: { id: PrincipalId }) {
  const person = usePerson(id);
  return <Avatar id={id} name={person?.name ?? ""} url={person?.avatarUrl} size={36} />;
}

function Title({ hit, here }: { hit: SearchHit; here: boolean }) {
  const name = useShownName(hit.by);
  if (here) return <span className="text-meta text-ink-2">{name}</span>;
  return (
    <span className="text-meta text-ink-2">
      {name} · <ConversationTitle id={hit.conversationId} />
    </span>
  );
}

function Snippet({ hit }: { hit: SearchHit }) {
  const t = useT();
  const kind = hit.type === "text" ? null : `[${t(`search.type.${hit.type}`)}] `;
  const said = hit.snippet !== "" || hit.fileName === null;
  return (
    <span className="text-body text-ink-1">
      {kind && <span className="text-ink-3">{kind}</span>}
      {said ? <Highlighted {...hit} /> : hit.fileName}
    </span>
  );
}

function Time({ at }: { at: string }) {
  useT();
  return <time dateTime={at}>{listTime(new Date(at), new Date())}</time>;
}
