import type { ConversationItem } from "@qunxin/client";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, Search } from "lucide-react";
import { useOnline, usePerson } from "../../app/live.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { IconButton, KindTag, useIsPhone } from "../../ui/index.ts";
import { DateJump } from "../favourites/DateJump.tsx";
import { AddPeopleButton } from "./AddPeopleButton.tsx";
import type { GroupDetails } from "./use-group-details.ts";
import { useInfoPanel } from "./use-info-panel.ts";
import { useSidePanel } from "./use-side-panel.ts";

export interface ConversationHeaderProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
}

/** Name, size and kind of the conversation, and what can be done with it as a whole. */
export function ConversationHeader({ item, details }: ConversationHeaderProps) {
  const phone = useIsPhone();
  const navigate = useNavigate();
  const t = useT();
  const panel = useInfoPanel();
  const side = useSidePanel();
  const searching = side.open === "search";
  return (
    <ScreenHeader
      onBack={phone ? () => void navigate({ to: "/chats" }) : undefined}
      title={<Title item={item} />}
      subtitle={item.kind === "group" ? <GroupLine item={item} details={details} /> : <PeerLine item={item} />}
      actions={
        <>
          <IconButton
            label={t("chat.panel.search")}
            shortcut="Ctrl+F"
            icon={<Search size={18} />}
            pressed={searching}
            onClick={() => (searching ? side.close() : side.show("search"))}
          />
          {/* On a phone it stands in the search. */}
          {!phone && <DateJump conversationId={item.id} />}
          <AddPeopleButton item={item} details={details} />
          <IconButton
            label={panel.title}
            shortcut="Ctrl+I"
            icon={<Ellipsis size={19} />}
            pressed={panel.open}
            onClick={panel.toggle}
          />
        </>
      }
    />
  );
}

function Title({ item }: { item: ConversationItem }) {
  const t = useT();
  const peer = usePerson(item.peerId);
  const external = item.type === "customer" || peer?.kind === "external";
  return (
    <span className="flex items-center gap-1.5">
      <span className="truncate">{item.kind === "group" ? item.name : (peer?.name ?? " ")}</span>
      {item.kind === "group" && (
        <span className="shrink-0 font-normal text-ink-2">{t("chat.header.count", { count: item.memberCount })}</span>
      )}
      {item.type === "all_staff" && <KindTag kind="all" />}
      {external && <KindTag kind="external" />}
    </span>
  );
}

function GroupLine({ item, details }: ConversationHeaderProps) {
  const t = useT();
  const kinds = { normal: "internal", all_staff: "allStaff", customer: "customer" } as const;
  const kind = t(`chat.header.${kinds[item.type ?? "normal"]}`);
  if (!details) return kind;
  const kept =
    details.retentionDays === null
      ? t("chat.header.retentionForever")
      : t("chat.header.retention", { days: details.retentionDays });
  return `${kind} · ${kept}`;
}

function PeerLine({ item }: { item: ConversationItem }) {
  const t = useT();
  const peer = usePerson(item.peerId);
  const online = useOnline(item.peerId);
  const state = t(online ? "chat.header.online" : "chat.header.offline");
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${online ? "bg-ok" : "bg-off"}`} />
      <span className="truncate">{[state, peer?.note].filter(Boolean).join(" · ")}</span>
    </span>
  );
}
