import { t, useT } from "../../../i18n/index.ts";
import { openDialog } from "../../forward/dialogs.ts";
import { recordTitle } from "../../forward/record-title.ts";
import type { ContentProps } from "./ContentBody.tsx";

/** Several messages forwarded as one: the first lines of the record, which opens. */
export function MergedContent({ content, message: { place } }: ContentProps<"merged">) {
  const t = useT();
  return (
    <button
      type="button"
      disabled={!place}
      onClick={() => place && openDialog({ kind: "record", ...place, title: content.title, path: [] })}
      className="block w-72 max-w-full text-left"
    >
      <span className="line-clamp-2 text-body font-medium">{recordTitle(content.title)}</span>
      {content.preview.map(({ name, text, type }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a record never change their order.
        <span key={index} className="block truncate text-meta text-ink-2">
          {t("chat.row.says", { name, text: previewText(text, type) })}
        </span>
      ))}
      <span className="mt-1.5 block border-t border-line pt-1.5 text-mini text-ink-3">
        {t("kinds.merged", { count: content.count })}
      </span>
    </button>
  );
}

/** A line that its words do not tell is told by its kind. */
function previewText(text: string, type: string | undefined): string {
  const kind = type && type in kinds ? t(kinds[type as keyof typeof kinds]) : "";
  return [kind, text].filter(Boolean).join(" ");
}

const kinds = {
  images: "chat.kind.images",
  file: "chat.kind.file",
  voice: "chat.kind.voice",
  video: "chat.kind.video",
  card: "chat.kind.card",
  location: "chat.kind.location",
  link: "chat.kind.link",
  sticker: "chat.kind.sticker",
  merged: "chat.kind.merged",
} as const;
