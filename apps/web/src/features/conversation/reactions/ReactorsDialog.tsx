import type { PrincipalId } from "@qunxin/protocol";
import { useState } from "react";
import { useCall } from "../../../app/api.ts";
import { usePeople, useTimeline } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { Avatar, Dialog, Skeleton, Tabs } from "../../../ui/index.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { useReactions } from "./reacting.ts";

/** Who reacted with what, an emoji a tab. */
export function ReactorsDialog({ place, onClose }: { place: MessagePlace; onClose: () => void }) {
  const t = useT();
  const { rows } = useTimeline(place.conversationId);
  const row = rows.find((one) => one.state === "stored" && one.entry.seq === place.seq);
  const reactions = useReactions(place, row?.state === "stored" ? row.entry.state : undefined);
  const [chosen, setChosen] = useState<string | null>(null);
  const emoji = reactions.some((one) => one.emoji === chosen) ? chosen : (reactions[0]?.emoji ?? null);
  return (
    <Dialog open flush compact size="sm" title={t("acts.reactors.title")} onOpenChange={(open) => open || onClose()}>
      {emoji !== null && (
        <div className="flex flex-col gap-1 px-4 pb-4">
          <Tabs
            look="pill"
            label={t("acts.reactions")}
            value={emoji}
            onChange={setChosen}
            items={reactions.map((one) => ({ value: one.emoji, label: one.emoji, count: one.count }))}
          />
          <People place={place} emoji={emoji} />
        </div>
      )}
    </Dialog>
  );
}

function People({ place, emoji }: { place: MessagePlace; emoji: string }) {
  const { conversationId, seq } = place;
  const { data } = useCall("messages.reactors", { conversationId, seq, emoji }, { staleTime: 0 });
  if (!data) return <Skeleton look="list" rows={3} />;
  return <Names ids={data.people} />;
}

function Names({ ids }: { ids: readonly PrincipalId[] }) {
  const t = useT();
  const people = usePeople(ids);
  return (
    <ul className="max-h-80 overflow-y-auto">
      {ids.map((id, index) => (
        <li key={id} className="flex h-12 items-center gap-3">
          <Avatar id={id} name={people[index]?.name ?? ""} url={people[index]?.avatarUrl} size={32} />
          <span className="truncate text-body">{people[index]?.name ?? t("chat.person.unknown")}</span>
        </li>
      ))}
    </ul>
  );
}
