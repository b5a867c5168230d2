import type { ConversationItem } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { failureText } from "../../app/failure-text.ts";
import { client, useConversation } from "../../app/live.ts";
import { useT, withTexts } from "../../i18n/index.ts";
import { Skeleton, Switch, toast } from "../../ui/index.ts";
import { PersonCard } from "../people/PersonCard.tsx";
import { HistoryRow } from "./HistoryRow.tsx";

const GroupInfo = lazy(
  withTexts("groups", () => import("../groups/GroupInfo.tsx").then(({ GroupInfo }) => ({ default: GroupInfo }))),
);

/** Content of the information drawer: the group, or the peer with one's own settings. */
export function ConversationInfo({ conversationId }: { conversationId: string }) {
  const navigate = useNavigate();
  const id = conversationId as ConversationId;
  const item = useConversation(id);
  if (!item) return <Skeleton rows={6} />;
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      {item.kind === "group" ? (
        <GroupInfo groupId={id} onLeft={() => void navigate({ to: "/chats", replace: true })} />
      ) : (
        <PeerInfo item={item} />
      )}
    </Suspense>
  );
}

function PeerInfo({ item }: { item: ConversationItem }) {
  const t = useT();
  const set = (settings: { pinned?: boolean; muted?: boolean }) => {
    client.conversations.set(item.id, settings).catch((error: unknown) => toast.error(failureText(error)));
  };
  return (
    <div className="flex flex-col gap-5">
      {item.peerId && <PersonCard personId={item.peerId} />}
      <HistoryRow />
      <div className="flex flex-col">
        <Switch
          label={t("chat.act.setPinned")}
          checked={item.pinnedAt !== null}
          onChange={(pinned) => set({ pinned })}
        />
        <Switch label={t("chat.act.setMuted")} checked={item.muted} onChange={(muted) => set({ muted })} />
      </div>
    </div>
  );
}
