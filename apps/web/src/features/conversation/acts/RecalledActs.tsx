import type { ConversationId, Entry } from "@qunxin/protocol";
import { useContext, useEffect, useState } from "react";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import { ActsContext } from "./acts-context.ts";
import { forgetRecalled, onRecalledChange, recalledDraft } from "./recalled-drafts.ts";

/** Beside the line of a recalled message: 重新编辑, for its author, a while long, on the device that recalled it. */
export function RecalledActs({ conversationId, entry }: { conversationId: ConversationId; entry: Entry }) {
  const t = useT();
  const acts = useContext(ActsContext);
  const me = useShell((state) => state.me?.id);
  const [, redraw] = useState(0);
  const kept = recalledDraft(me, conversationId, entry.seq);
  const until = kept?.until;
  useEffect(() => onRecalledChange(() => redraw((count) => count + 1)), []);
  useEffect(() => {
    if (until === undefined) return;
    const timer = setTimeout(forgetRecalled, Math.max(0, until - Date.now()) + 50);
    return () => clearTimeout(timer);
  }, [until]);
  if (!acts || !kept?.draft.text) return null;
  return (
    <button
      type="button"
      onClick={() => acts.restore(kept.draft)}
      className="ml-2 rounded-control text-brand-ink hover:underline max-md:min-h-11 max-md:px-1"
    >
      {t("acts.recall.again")}
    </button>
  );
}
