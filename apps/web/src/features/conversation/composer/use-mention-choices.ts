import type { Brief, ConversationId, GroupDetails, PrincipalId } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { useCall } from "../../../app/api.ts";
import { useShell } from "../../../app/shell-state.ts";
import { t } from "../../../i18n/index.ts";
import { useNameMatch } from "../use-name-match.ts";
import { everyoneWords, type Picked } from "./mention-text.ts";

export interface MentionChoice extends Picked {
  /** Null for 所有人. */
  readonly person: Brief | null;
  /** What the group knows the person by; the text of the message names the real name. */
  readonly nickname: string | null;
}

const shownAtMost = 30;

/** Who can be mentioned for what was typed behind the @. Null while no mention is being typed, or nobody can be listed. */
export function useMentionChoices(
  groupId: ConversationId | undefined,
  details: GroupDetails | undefined,
  typed: string | null,
): { choices: MentionChoice[]; loading: boolean } | null {
  const me = useShell((state) => state.me?.id);
  const match = useNameMatch(typed !== null);
  // Input methods part the syllables of what is still being typed.
  const query = (typed ?? "").replaceAll("'", "");
  const open = typed !== null && groupId !== undefined && details?.can.seeMembers === true;
  const members = useCall(
    "groups.members",
    { groupId: groupId ?? ("" as ConversationId), limit: shownAtMost, ...(query ? { query } : {}) },
    { enabled: open, placeholderData: keepPreviousData },
  );
  if (!open || !details) return null;
  const people = (members.data?.members ?? [])
    .filter(({ person }) => person.id !== me)
    // The answer to what was typed before still stands: narrow it down here until the next one comes.
    .filter(
      ({ person, nickname }) =>
        !members.isPlaceholderData || !query || match(person.name, query) || match(nickname ?? "", query),
    );
  const all = details.can.mentionAll && everyoneFits(query, match);
  return {
    choices: [
      ...(all ? [{ id: "all" as const, name: t("chat.mention.all"), person: null, nickname: null }] : []),
      ...people.map(({ person, nickname }) => ({ id: person.id as PrincipalId, name: person.name, person, nickname })),
    ],
    loading: members.isFetching,
  };
}

function everyoneFits(query: string, match: (name: string, query: string) => boolean): boolean {
  return query === "" || [...everyoneWords, "all"].some((word) => match(word, query));
}
