import type { PersonRow } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../../../app/api.ts";
import { failureText } from "../../../../app/failure-text.ts";
import { useT } from "../../../../i18n/index.ts";
import { Dialog, EmptyState, ErrorState, SearchBox, Skeleton } from "../../../../ui/index.ts";
import { PersonLine } from "../../../people/PersonLine.tsx";
import { placesText } from "../../../people/place-text.ts";
import type { ContentDialogProps } from "./ToolDialogs.tsx";

/** 发送名片: finds a person and sends their card. */
export function CardDialog({ onClose, onSend }: ContentDialogProps) {
  const t = useT();
  const [query, setQuery] = useState("");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("kinds.pickCard")} size="sm">
      <SearchBox autoFocus placeholder={t("kinds.pickCard.search")} onSearch={setQuery} />
      <div className="h-90 overflow-y-auto pt-2 max-md:h-auto">
        {query === "" ? (
          <p className="py-8 text-center text-meta text-ink-3">{t("kinds.pickCard.hint")}</p>
        ) : (
          <Found query={query} onPick={(person) => onSend({ type: "card", personId: person.id })} />
        )}
      </div>
    </Dialog>
  );
}

function Found({ query, onPick }: { query: string; onPick: (person: PersonRow) => void }) {
  const t = useT();
  const { data, error, refetch } = useCall(
    "directory.search",
    { query, kinds: ["employee", "external"], limit: 50 },
    { placeholderData: keepPreviousData },
  );
  if (error) return <ErrorState message={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton look="list" rows={5} />;
  if (data.people.length === 0) {
    return <EmptyState icon={<SearchX size={28} strokeWidth={1.6} />} title={t("kinds.pickCard.none")} />;
  }
  return (
    <ul>
      {data.people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            onClick={() => onPick(person)}
            className="flex min-h-12 w-full items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover max-md:min-h-14"
          >
            <PersonLine
              person={person}
              note={[person.position ?? person.organisation, placesText(person.placements)].filter(Boolean).join(" · ")}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}
