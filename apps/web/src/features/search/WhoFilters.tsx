import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { ReactNode } from "react";
import { useCall } from "../../app/api.ts";
import { client, useConversation, useConversations, usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar } from "../../ui/index.ts";
import { useNameMatch } from "../conversation/use-name-match.ts";
import { ConversationAvatar } from "../conversation-list/ConversationAvatar.tsx";
import { nameOfItem } from "../conversation-list/list-filter.ts";
import { useMembers } from "../groups/use-members.ts";
import { ConversationTitle } from "./message-hits.tsx";
import { PickFilter, type PickOption } from "./PickFilter.tsx";

const offered = 30;

interface ListProps {
  query: string;
  list: (options: readonly PickOption[]) => ReactNode;
}

/** 群聊: in which conversation. */
export function ConversationFilter(props: {
  chosen: ConversationId | undefined;
  onChoose: (id: ConversationId | undefined) => void;
}) {
  const t = useT();
  return (
    <PickFilter
      label={t("search.filter.conversation")}
      chosen={props.chosen && <ConversationTitle id={props.chosen} />}
      chosenId={props.chosen}
      onChoose={(id) => props.onChoose(id as ConversationId | undefined)}
      options={(query, list) => <Conversations query={query} list={list} />}
    />
  );
}

function Conversations({ query, list }: ListProps) {
  const match = useNameMatch(true);
  const { items } = useConversations();
  const named = items.map((item) => ({ item, name: nameOfItem(item, item.peerId && client.people.get(item.peerId)) }));
  const found = named.filter(({ name }) => query === "" || match(name, query)).slice(0, offered);
  return list(
    found.map(({ item, name }) => ({ id: item.id, name, avatar: <ConversationAvatar item={item} size={28} /> })),
  );
}

/** 发送人: anybody, or within one conversation those who are in it. */
export function SenderFilter(props: {
  within: ConversationId | undefined;
  chosen: PrincipalId | undefined;
  onChoose: (id: PrincipalId | undefined) => void;
}) {
  const t = useT();
  const person = usePerson(props.chosen ?? null);
  const item = useConversation(props.within ?? ("" as ConversationId));
  const Options = item?.kind === "group" ? Members : item?.kind === "direct" ? Peers : People;
  return (
    <PickFilter
      label={t("search.filter.sender")}
      chosen={person?.name ?? t("chat.person.unknown")}
      chosenId={props.chosen}
      onChoose={(id) => props.onChoose(id as PrincipalId | undefined)}
      options={(query, list) => <Options query={query} list={list} within={props.within ?? ("" as ConversationId)} />}
    />
  );
}

type SendersProps = ListProps & { within: ConversationId };

function Members({ query, list, within }: SendersProps) {
  const { members } = useMembers(within, query);
  return list((members ?? []).map(({ person }) => personOption(person)));
}

/** The two of a direct conversation. */
function Peers({ query, list, within }: SendersProps) {
  const match = useNameMatch(true);
  const me = useShell((state) => state.me);
  const peer = usePerson(useConversation(within)?.peerId ?? null);
  return list(
    [me, peer].flatMap((one) => (one && (query === "" || match(one.name, query)) ? [personOption(one)] : [])),
  );
}

/** Oneself and whom one talks with, then those the server finds. */
function People({ query, list }: SendersProps) {
  const match = useNameMatch(true);
  const me = useShell((state) => state.me);
  const { items } = useConversations();
  const employee = me?.kind === "employee";
  const input = { query: query.slice(0, 64), kinds: ["employee" as const, "external" as const], limit: offered };
  const { data } = useCall("directory.search", input, { enabled: employee && query !== "" });
  const ids = new Set(items.slice(0, offered).flatMap(({ peerId, mosaic }) => (peerId ? [peerId] : mosaic)));
  const peers = [...ids].flatMap((id) => (id === me?.id ? [] : (client.people.get(id) ?? [])));
  const near = [...(me ? [me] : []), ...peers].filter(({ name }) => query === "" || match(name, query));
  const others = (data?.people ?? []).filter(({ id }) => !near.some((one) => one.id === id));
  return list([...near, ...others].slice(0, offered).map(personOption));
}

function personOption(person: { id: PrincipalId; name: string; avatarUrl?: string | null }): PickOption {
  const { id, name, avatarUrl } = person;
  return { id, name, avatar: <Avatar id={id} name={name} url={avatarUrl} size={28} /> };
}
