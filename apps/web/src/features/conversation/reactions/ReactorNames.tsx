import { useCall } from "../../../app/api.ts";
import { usePeople } from "../../../app/live.ts";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { joinNames } from "../entry-text.ts";

const namedAtMost = 12;

export interface ReactorNamesProps {
  place: MessagePlace;
  emoji: string;
  /** Moves when somebody joins in or takes it away: asks anew. */
  count: number;
}

/** Who put that emoji on a message, in words. Asked for when it is drawn. */
export function ReactorNames({ place, emoji, count }: ReactorNamesProps) {
  const t = useT();
  const me = useShell((state) => state.me?.id);
  const { conversationId, seq } = place;
  const { data } = useCall("messages.reactors", { conversationId, seq, emoji }, { staleTime: 0 });
  const ids = (data?.people ?? []).slice(0, namedAtMost);
  const people = usePeople(ids);
  if (!data) return t("acts.reaction", { emoji, count });
  const names = ids.map((id, index) => (id === me ? t("chat.person.you") : (people[index]?.name ?? "…")));
  const more = data.people.length - ids.length;
  const shown = joinNames(names);
  return more > 0 ? t("acts.reactors.more", { names: shown, count: data.people.length }) : shown;
}
