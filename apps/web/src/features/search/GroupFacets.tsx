import type { ConversationId } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { ConversationTitle } from "./message-hits.tsx";
import type { MessageSearch } from "./use-message-search.ts";

export interface GroupFacetsProps {
  groups: NonNullable<MessageSearch["groups"]>;
  onChoose: (id: ConversationId) => void;
}

/** The conversations that something was found in, with how much; choosing one narrows the search down to it. */
export function GroupFacets({ groups, onChoose }: GroupFacetsProps) {
  const t = useT();
  const { conversations, complete } = groups;
  return (
    <nav
      aria-label={t("search.groups")}
      className="flex w-52 shrink-0 flex-col overflow-y-auto border-r border-line py-2 pr-2 pl-4 max-md:w-full max-md:flex-row max-md:gap-1.5 max-md:overflow-x-auto max-md:border-r-0 max-md:border-b max-md:px-4 max-md:[scrollbar-width:none]"
    >
      {conversations.map(({ conversationId, hits }) => (
        <button
          key={conversationId}
          type="button"
          onClick={() => onChoose(conversationId)}
          className="flex min-h-9 w-full shrink-0 items-center gap-2 rounded-control px-2 text-left text-body hover:bg-hover max-md:min-h-11 max-md:w-auto max-md:max-w-50 max-md:bg-hover max-md:px-3"
        >
          <span className="min-w-0 flex-1 truncate">
            <ConversationTitle id={conversationId} />
          </span>
          <span className="shrink-0 text-mini text-ink-3 tabular-nums">
            {complete ? hits : t("search.atLeast", { count: hits })}
          </span>
        </button>
      ))}
    </nav>
  );
}
