import { Link2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { IconButton, Spinner, toast } from "../../../ui/index.ts";
import { messageParts } from "../message-parts.ts";
import type { LinkCard, SharedPage } from "./use-link-card.ts";

/** Offers to share the address in the text as a card, and shows the card once it was asked for. */
export function LinkOffer({ text, link }: { text: string; link: LinkCard }) {
  const t = useT();
  const url = firstAddress(text);
  const [asking, setAsking] = useState<string | null>(null);
  const { card, remove } = link;
  useEffect(() => {
    // Without its address in the text the card is no longer meant.
    if (card && url !== card.address) remove();
  }, [card, url, remove]);
  if (card) return <Card card={card} onRemove={remove} />;
  if (!url) return null;
  const ask = () => {
    setAsking(url);
    client
      .call("links.preview", { url })
      .then((found) => link.set({ ...found, address: url }))
      .catch((error: unknown) => toast.error(failureText(error)))
      .finally(() => setAsking(null));
  };
  return (
    <div className="px-4 pt-2 max-md:px-3">
      <button
        type="button"
        disabled={asking !== null}
        onClick={ask}
        className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-full bg-brand-soft px-3 text-meta text-brand-ink hover:bg-selected max-md:h-11"
      >
        {asking ? <Spinner size={13} /> : <Link2 size={14} aria-hidden />}
        {t(asking ? "kinds.link.loading" : "kinds.link.offer")}
      </button>
    </div>
  );
}

function Card({ card, onRemove }: { card: SharedPage; onRemove: () => void }) {
  const t = useT();
  return (
    <div className="mx-4 mt-2 flex items-center gap-2 rounded-control border border-line bg-canvas py-1 pr-1 pl-3 max-md:mx-3">
      <p className="min-w-0 flex-1">
        <span className="block truncate text-body font-medium">{card.title || card.url}</span>
        <span className="block truncate text-meta text-ink-2">
          {[card.source, card.summary].filter(Boolean).join(" · ")}
        </span>
      </p>
      <IconButton size="sm" label={t("kinds.link.remove")} icon={<X size={15} />} onClick={onRemove} />
    </div>
  );
}

function firstAddress(text: string): string | null {
  const part = messageParts(text, [], false).find(({ kind }) => kind === "link");
  return part?.kind === "link" ? part.href : null;
}
