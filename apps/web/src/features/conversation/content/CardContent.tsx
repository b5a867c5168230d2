import type { ConversationId } from "@qunxin/protocol";
import { useConversation, usePerson } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { Avatar, KindTag } from "../../../ui/index.ts";
import { PersonCardTrigger } from "../../people/PersonCardTrigger.tsx";
import type { ContentProps } from "./ContentBody.tsx";

/** A contact card: leads to the person's own card. Whoever may not see the person sees the name that was sent. */
export function CardContent({ content: { personId, name }, message: { place } }: ContentProps<"card">) {
  const t = useT();
  const person = usePerson(personId);
  const item = useConversation(place?.conversationId ?? ("" as ConversationId));
  const shown = person?.name ?? name;
  return (
    <PersonCardTrigger
      personId={personId}
      name={shown}
      fromGroup={item?.kind === "group" ? item.id : undefined}
      className="w-64 max-w-full"
    >
      <span className="flex min-w-0 flex-1 flex-col text-left">
        <span className="flex items-center gap-3 pb-2">
          <Avatar id={personId} name={shown} url={person?.avatarUrl} size={44} />
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-1.5">
              <span className="truncate text-body font-medium">{shown}</span>
              {person?.kind === "external" && <KindTag kind="external" />}
            </span>
            <span className="block truncate text-meta text-ink-2">{person?.note}</span>
          </span>
        </span>
        <span className="border-t border-line pt-1.5 text-mini text-ink-3">{t("kinds.card")}</span>
      </span>
    </PersonCardTrigger>
  );
}
