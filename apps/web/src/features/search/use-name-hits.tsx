import type { ConversationItem } from "@qunxin/client";
import type { CallOutput, PersonRow } from "@qunxin/protocol";
import { useCall } from "../../app/api.ts";
import { client, useConversations } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar } from "../../ui/index.ts";
import { useNameMatch } from "../conversation/use-name-match.ts";
import { ConversationAvatar } from "../conversation-list/ConversationAvatar.tsx";
import { nameOfItem } from "../conversation-list/list-filter.ts";
import type { Hit } from "./hit.ts";
import type { OpenHit } from "./use-open-hit.ts";

const shownPerPart = 20;

type FoundGroup = CallOutput<"groups.mine">["groups"][number];

/** Conversations at hand by name, then groups and people that the server finds. `query` is not empty. */
export function useNameHits(query: string, open: OpenHit): { hits: Hit[]; searching: boolean; error: Error | null } {
  const t = useT();
  const match = useNameMatch(true);
  const { items } = useConversations();
  const me = useShell((state) => state.me);
  const employee = me?.kind === "employee";
  const asked = { query: query.slice(0, 64), limit: shownPerPart };
  const options = { enabled: query !== "", networkMode: "always" } as const;
  const people = useCall(
    "directory.search",
    { ...asked, kinds: ["employee", "external"] },
    { ...options, enabled: options.enabled && employee },
  );
  const groups = useCall("groups.mine", asked, options);
  if (query === "") return { hits: [], searching: false, error: null };
  const talks = items
    .filter((item) => match(nameOfItem(item, item.peerId && client.people.get(item.peerId)), query))
    .slice(0, shownPerPart);
  const others = (people.data?.people ?? []).filter(
    ({ id }) => id !== me?.id && !talks.some(({ peerId }) => peerId === id),
  );
  const known = new Set(items.map(({ id }) => id));
  // Those that were removed from the list.
  const more = (groups.data?.groups ?? []).filter(({ id }) => !known.has(id));
  const count = (memberCount: number) => t("common.people.count", { count: memberCount });
  return {
    hits: [
      ...talks.map((item) => conversationHit(item, count(item.memberCount), open)),
      ...more.map((group) => groupHit(group, count(group.memberCount), open)),
      ...others.map((person) => personHit(person, open)),
    ],
    searching: (employee && people.isPending) || groups.isPending,
    error: people.error ?? groups.error,
  };
}

function conversationHit(item: ConversationItem, count: string, open: OpenHit): Hit {
  const peer = item.peerId && client.people.get(item.peerId);
  return {
    id: item.id,
    part: item.kind === "group" ? "groups" : "people",
    avatar: <ConversationAvatar item={item} size={36} />,
    name: nameOfItem(item, peer),
    note: item.kind === "group" ? count : (peer?.note ?? null),
    external: item.type === "customer" || peer?.kind === "external",
    open: () => open.conversation(item.id),
  };
}

function groupHit(group: FoundGroup, count: string, open: OpenHit): Hit {
  const look = { id: group.id, kind: "group" as const, peerId: null, mosaic: group.mosaic };
  return {
    id: group.id,
    part: "groups",
    avatar: <ConversationAvatar item={look} size={36} />,
    name: group.name,
    note: count,
    external: group.type === "customer",
    open: () => open.conversation(group.id),
  };
}

function personHit(person: PersonRow, open: OpenHit): Hit {
  return {
    id: person.id,
    part: "people",
    avatar: <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={36} />,
    name: person.name,
    note: [person.placements[0]?.path.slice(-2).join(" / "), person.position ?? person.organisation]
      .filter(Boolean)
      .join(" · "),
    external: person.kind === "external",
    open: () => open.person(person.id),
  };
}
