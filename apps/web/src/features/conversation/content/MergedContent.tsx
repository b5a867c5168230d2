import { useT } from "../../../i18n/index.ts";
import type { ContentProps } from "./ContentBody.tsx";

/** Several messages forwarded as one: the first lines of the record. */
export function MergedContent({ content }: ContentProps<"merged">) {
  const t = useT();
  return (
    <div className="w-72 max-w-full">
      <p className="line-clamp-2 text-body font-medium">{content.title}</p>
      {content.preview.map(({ name, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a record never change their order.
        <p key={index} className="truncate text-meta text-ink-2">
          {t("chat.row.says", { name, text })}
        </p>
      ))}
      <p className="mt-1.5 border-t border-line pt-1.5 text-mini text-ink-3">
        {t("kinds.merged", { count: content.count })}
      </p>
    </div>
  );
}
