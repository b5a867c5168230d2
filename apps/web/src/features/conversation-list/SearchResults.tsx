import type { ConversationItem } from "@qunxin/client";
import type { ConversationId, PersonRow, PrincipalId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useImperativeHandle, useState } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { client, useConversations } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar, EmptyState, KindTag, Skeleton, toast } from "../../ui/index.ts";
import { useNameMatch } from "../conversation/use-name-match.ts";
import { ConversationAvatar } from "./ConversationAvatar.tsx";
import { nameOfItem } from "./list-filter.ts";

/** Keys of the search field that belong to its results. */
export interface SearchKeys {
  onKeyDown: (event: KeyboardEvent) => void;
}

export interface SearchResultsProps {
  query: string;
  keys: RefObject<SearchKeys | null>;
  /** Something was chosen: the search is over. */
  onDone: () => void;
}

const shownPerPart = 20;

interface Hit {
  id: string;
  part: "conversations" | "groups" | "people";
  avatar: ReactNode;
  name: string;
  note: string | null;
  external: boolean;
  open: () => void;
}

/** Conversations at hand first, then groups and people that the server finds. */
export function SearchResults({ query, keys, onDone }: SearchResultsProps) {
  const t = useT();
  const { hits, searching } = useHits(query, onDone);
  const [active, setActive] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query starts at its first hit.
  useEffect(() => setActive(0), [query]);
  useImperativeHandle(keys, () => ({
    onKeyDown(event) {
      if (event.key === "Enter") hits[active]?.open();
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step === 0 || hits.length === 0) return;
      event.preventDefault();
      setActive((active + step + hits.length) % hits.length);
    },
  }));
  if (hits.length === 0) {
    return searching ? (
      <Skeleton look="list" rows={4} />
    ) : (
      <EmptyState title={t("chat.list.searchNothing", { query })} />
    );
  }
  return (
    <div
      role="listbox"
      aria-label={t("chat.list.found", { count: hits.length })}
      className="min-h-0 flex-1 overflow-y-auto px-2 pb-2"
    >
      {hits.map((hit, index) => (
        <div key={`${hit.part} ${hit.id}`}>
          {hit.part !== hits[index - 1]?.part && <PartTitle part={hit.part} />}
          <HitRow hit={hit} active={index === active} />
        </div>
      ))}
    </div>
  );
}

function PartTitle({ part }: { part: Hit["part"] }) {
  const t = useT();
  const key = { conversations: "searchConversations", groups: "searchGroups", people: "searchPeople" } as const;
  return (
    <p aria-hidden className="px-2.5 pt-3 pb-1 text-mini text-ink-3">
      {t(`chat.list.${key[part]}`)}
    </p>
  );
}

function HitRow({ hit, active }: { hit: Hit; active: boolean }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search field.
    <div
      role="option"
      aria-selected={active}
      ref={(node) => {
        if (active) node?.scrollIntoView({ block: "nearest" });
      }}
      onClick={hit.open}
      className={clsx(
        "flex h-14 cursor-pointer items-center gap-3 rounded-card px-2.5",
        active ? "bg-selected max-md:bg-transparent" : "hover:bg-hover",
      )}
    >
      {hit.avatar}
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate text-body">{hit.name}</span>
          {hit.external && <KindTag kind="external" />}
        </p>
        {hit.note && <p className="truncate text-meta text-ink-2">{hit.note}</p>}
      </div>
    </div>
  );
}

function useHits(query: string, onDone: () => void): { hits: Hit[]; searching: boolean } {
  const t = useT();
  const match = useNameMatch(true);
  const navigate = useNavigate();
  const { items } = useConversations();
  const employee = useShell((state) => state.me?.kind === "employee");
  const people = useCall(
    "directory.search",
    { query: query.slice(0, 64), kinds: ["employee", "external"], limit: shownPerPart },
    { enabled: employee },
  );
  const open = (conversationId: string) => {
    void navigate({ to: "/chats/$conversationId", params: { conversationId } });
    onDone();
  };
  const message = async (personId: PrincipalId) => {
    try {
      open(await client.conversations.openDirect(personId));
    } catch (error) {
      toast.error(failureText(error));
    }
  };
  const talks = items
    .filter((item) => match(nameOfItem(item, item.peerId && client.people.get(item.peerId)), query))
    .slice(0, shownPerPart);
  const me = useShell((state) => state.me?.id);
  const others = (people.data?.people ?? []).filter(
    ({ id }) => id !== me && !talks.some(({ peerId }) => peerId === id),
  );
  const known = new Set(items.map(({ id }) => id));
  const groups = useMoreGroups(query, known);
  return {
    hits: [
      ...talks.map((item) => conversationHit(item, t("common.people.count", { count: item.memberCount }), open)),
      ...groups.map((group) => groupHit(group, t("common.people.count", { count: group.memberCount }), open)),
      ...others.map((person) => personHit(person, message)),
    ],
    searching: employee && people.isPending,
  };
}

/** Groups that are off the list because they were removed from it. */
function useMoreGroups(query: string, known: ReadonlySet<string>) {
  const { data } = useCall("groups.mine", { query: query.slice(0, 64), limit: shownPerPart });
  return (data?.groups ?? []).filter(({ id }) => !known.has(id));
}

function conversationHit(item: ConversationItem, count: string, open: (id: string) => void): Hit {
  const peer = item.peerId && client.people.get(item.peerId);
  return {
    id: item.id,
    part: "conversations",
    avatar: <ConversationAvatar item={item} size={36} />,
    name: nameOfItem(item, peer),
    note: item.kind === "group" ? count : (peer?.note ?? null),
    external: item.type === "customer" || peer?.kind === "external",
    open: () => open(item.id),
  };
}

interface FoundGroup {
  id: ConversationId;
  name: string;
  type: string;
  mosaic: PrincipalId[];
}

function groupHit(group: FoundGroup, count: string, open: (id: string) => void): Hit {
  const look = { id: group.id, kind: "group" as const, peerId: null, mosaic: group.mosaic };
  return {
    id: group.id,
    part: "groups",
    avatar: <ConversationAvatar item={look} size={36} />,
    name: group.name,
    note: count,
    external: group.type === "customer",
    open: () => open(group.id),
  };
}

function personHit(person: PersonRow, message: (id: PrincipalId) => void): Hit {
  return {
    id: person.id,
    part: "people",
    avatar: <Avatar id={person.id} name={person.name} url={person.avatarUrl} />,
    name: person.name,
    note: [person.placements[0]?.path.slice(-2).join(" / "), person.position ?? person.organisation]
      .filter(Boolean)
      .join(" · "),
    external: person.kind === "external",
    open: () => message(person.id),
  };
}
