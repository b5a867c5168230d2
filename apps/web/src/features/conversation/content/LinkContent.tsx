import { Link2 } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import type { ContentProps } from "./ContentBody.tsx";
import { fileSource } from "./file-source.ts";
import { safeAddress } from "./safe-address.ts";

/** A shared page: title, summary, picture and where it comes from. */
export function LinkContent({ content, message: { place } }: ContentProps<"link">) {
  const t = useT();
  const { url, title, summary, source, image } = content;
  const address = safeAddress(url);
  // On its way it is known only by the server's id of its preview.
  if (!address) return <p className="text-ink-2">{t("chat.kind.link")}</p>;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="block w-80 max-w-full rounded-control hover:[&_b]:text-brand-ink"
    >
      <b className="line-clamp-2 text-body font-medium">{title || url}</b>
      <span className="flex gap-3 pt-1">
        <span className="line-clamp-3 min-w-0 flex-1 text-meta text-ink-2">{summary || url}</span>
        {image && <Thumb key={image.id} source={fileSource(place, image.id, "thumb")} />}
      </span>
      <span className="mt-2 flex items-center gap-1 border-t border-line pt-1.5 text-mini text-ink-3">
        <Link2 size={12} aria-hidden />
        <span className="truncate">{source}</span>
      </span>
    </a>
  );
}

function Thumb({ source }: { source: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) return null;
  return (
    <img
      src={source}
      alt=""
      loading="lazy"
      width={60}
      height={60}
      onError={() => setFailed(true)}
      className="size-15 shrink-0 rounded-control bg-hover object-cover"
    />
  );
}
