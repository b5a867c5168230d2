import type { ConversationItem } from "@qunxin/client";
import { useOnline, usePeople, usePerson } from "../../app/live.ts";
import { Avatar, GroupAvatar } from "../../ui/index.ts";

export interface ConversationAvatarProps {
  item: Pick<ConversationItem, "id" | "kind" | "peerId" | "mosaic">;
  size?: number;
}

/** The peer's picture with presence, or a group's mosaic. */
export function ConversationAvatar({ item, size = 44 }: ConversationAvatarProps) {
  return item.kind === "direct" ? <PeerAvatar item={item} size={size} /> : <Mosaic item={item} size={size} />;
}

function PeerAvatar({ item, size }: Required<ConversationAvatarProps>) {
  const peer = usePerson(item.peerId);
  const online = useOnline(item.peerId);
  return (
    <Avatar
      id={item.peerId ?? item.id}
      name={peer?.name ?? ""}
      url={peer?.avatarUrl}
      size={size}
      presence={online ? "online" : undefined}
    />
  );
}

function Mosaic({ item, size }: Required<ConversationAvatarProps>) {
  const people = usePeople(item.mosaic);
  const members = item.mosaic.map((id, index) => ({
    id,
    name: people[index]?.name ?? "",
    url: people[index]?.avatarUrl,
  }));
  return <GroupAvatar members={members} size={size} />;
}
