import type { ConversationItem } from "@qunxin/client";
import clsx from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useCall } from "../../app/api.ts";
import { client, useConversations, usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar, EmptyState, KindTag } from "../../ui/index.ts";
import { useNameMatch } from "../conversation/use-name-match.ts";
import { ConversationAvatar } from "../conversation-list/ConversationAvatar.tsx";
import { nameOfItem } from "../conversation-list/list-filter.ts";
import { sameTarget, type Target } from "./targets.ts";

export interface TargetListProps {
  query: string;
  chosen: readonly Target[];
  onToggle: (target: Target) => void;
}

/** More than these are found by typing. */
const shown = 60;

/** One's conversations, the newest first; while searching also people one has not talked with. */
export function TargetList({ query, chosen, onToggle }: TargetListProps) {
  const t = useT();
  const items = useFound(query);
  const people = useOthers(query, items);
  if (items.length + people.length === 0) {
    return (
      <div className="min-h-0 flex-1">
        <EmptyState title={t("kept.forward.nothing")} />
      </div>
    );
  }
  const isChosen = (target: Target) => chosen.some((one) => sameTarget(one, target));
  return (
    <div className="mt-2 min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <p className="px-2 py-1 text-mini text-ink-3">{t(query ? "kept.forward.found" : "kept.forward.recent")}</p>
      {items.map((item) => (
        <ItemRow key={item.id} item={item} isChosen={isChosen} onToggle={onToggle} />
      ))}
      {people.map(({ id, name, avatarUrl }) => {
        const target: Target = { kind: "person", id, name };
        return (
          <TargetRow key={id} name={name} chosen={isChosen(target)} onClick={() => onToggle(target)}>
            <Avatar id={id} name={name} url={avatarUrl} size={36} />
          </TargetRow>
        );
      })}
    </div>
  );
}

function ItemRow({
  item,
  isChosen,
  onToggle,
}: {
  item: ConversationItem;
  isChosen: (target: Target) => boolean;
  onToggle: (target: Target) => void;
}) {
  const peer = usePerson(item.peerId);
  const target: Target = { kind: "conversation", id: item.id, name: nameOfItem(item, peer) };
  const external = item.type === "customer" || peer?.kind === "external";
  return (
    <TargetRow name={target.name} external={external} chosen={isChosen(target)} onClick={() => onToggle(target)}>
      <ConversationAvatar item={item} size={36} />
    </TargetRow>
  );
}

interface TargetRowProps {
  name: string;
  external?: boolean;
  chosen: boolean;
  onClick: () => void;
  /** The picture. */
  children: ReactNode;
}

function TargetRow({ name, external, chosen, onClick, children }: TargetRowProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onClick}
      className="flex min-h-12 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-hover max-md:min-h-14"
    >
      <span
        aria-hidden
        className={clsx(
          "flex size-4.5 shrink-0 items-center justify-center rounded-full border",
          chosen ? "border-brand bg-brand text-white" : "border-tick",
        )}
      >
        {chosen && <Check size={12} strokeWidth={3} />}
      </span>
      {children}
      <span className="min-w-0 truncate text-body">{name}</span>
      {external && <KindTag kind="external" />}
    </button>
  );
}

function useFound(query: string): readonly ConversationItem[] {
  const { items } = useConversations();
  const match = useNameMatch(query !== "");
  // Here the newest is first, whatever is pinned.
  const newest = [...items].sort((a, b) => (b.last?.at ?? "").localeCompare(a.last?.at ?? ""));
  if (query === "") return newest.slice(0, shown);
  return newest
    .filter((item) => match(nameOfItem(item, item.peerId && client.people.get(item.peerId)), query))
    .slice(0, shown);
}

/** People who are found by name and have no conversation among those shown. */
function useOthers(query: string, items: readonly ConversationItem[]) {
  const me = useShell((state) => state.me);
  const enabled = query !== "" && me?.kind === "employee";
  const { data } = useCall(
    "directory.search",
    { query: query.slice(0, 64), kinds: ["employee", "external"], limit: 20 },
    { enabled },
  );
  if (!enabled) return [];
  return (data?.people ?? []).filter(({ id }) => id !== me?.id && !items.some(({ peerId }) => peerId === id));
}
