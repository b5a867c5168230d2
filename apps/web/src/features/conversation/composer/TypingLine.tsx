import type { ConversationItem } from "@qunxin/client";
import { useTyping } from "../../../app/live.ts";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import { joinNames } from "../entry-text.ts";
import { useNames } from "../use-names.ts";

/** Who is typing, in a line that takes no room of its own. */
export function TypingLine({ item }: { item: ConversationItem }) {
  const t = useT();
  const me = useShell((state) => state.me?.id);
  const ids = useTyping(item.id).filter((id) => id !== me);
  const named = ids.slice(0, 2);
  const nameOf = useNames(named);
  const names = named.map((id) => nameOf(id));
  if (ids.length === 0) return null;
  const text =
    item.kind === "direct"
      ? t("chat.typing.direct")
      : ids.length > 2
        ? t("chat.typing.crowd")
        : ids.length === 2
          ? t("chat.typing.many", { names: joinNames(names) })
          : t("chat.typing.one", { name: names[0] ?? "" });
  return (
    <p className="pointer-events-none absolute bottom-full left-0 animate-fade-in truncate rounded-tr-card bg-canvas/90 px-5 py-0.5 text-mini text-ink-3 max-md:px-3">
      {text}
    </p>
  );
}
