import type { ConversationItem } from "@qunxin/client";
import { Copy, Forward, Layers, Star, Trash2, X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { client } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { isImeKey } from "../../../ui/index.ts";
import { openForward } from "../../forward/dialogs.ts";
import { stopPicking, useActing } from "./acting.ts";
import { copyMessages, favour, hide } from "./message-acts.ts";

/** In the place of the composer while several messages are chosen: what can be done with them. Esc leaves. */
export function SelectionBar({ item }: { item: ConversationItem }) {
  const t = useT();
  const picked = useActing((state) => state.picked);
  useEscape();
  if (!picked) return null;
  const seqs = [...picked].sort((a, b) => a - b);
  const entries = () =>
    client.timelines
      .of(item.id)
      .getSnapshot()
      .rows.flatMap((row) => (row.state === "stored" && picked.has(row.entry.seq) ? [row.entry] : []));
  const none = seqs.length === 0;
  return (
    <div
      role="toolbar"
      aria-label={t("acts.pick.bar")}
      className="relative flex shrink-0 items-center justify-center gap-2 border-t border-line bg-pane px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-md:justify-between max-md:gap-0 max-md:px-1"
    >
      <span
        role="status"
        className="mr-2 text-meta text-ink-2 tabular-nums max-md:absolute max-md:-top-9 max-md:left-3 max-md:mr-0 max-md:rounded-full max-md:bg-pane max-md:px-3 max-md:py-1 max-md:shadow-pop"
      >
        {t("acts.pick.count", { count: seqs.length })}
      </span>
      <BarAct
        label={t("acts.pick.forwardEach")}
        icon={<Forward size={20} />}
        disabled={none}
        onClick={() => openForward(item.id, seqs, "each", stopPicking)}
      />
      <BarAct
        label={t("acts.pick.forwardMerged")}
        icon={<Layers size={20} />}
        disabled={none}
        onClick={() => openForward(item.id, seqs, "merged", stopPicking)}
      />
      <BarAct
        label={t("acts.menu.favourite")}
        icon={<Star size={20} />}
        disabled={none}
        onClick={() => void favour(item.id, seqs).then((done) => done && stopPicking())}
      />
      <BarAct
        label={t("chat.message.copy")}
        icon={<Copy size={20} />}
        disabled={none}
        onClick={() => void copyMessages(entries()).then(stopPicking)}
      />
      <BarAct
        label={t("acts.menu.hide")}
        icon={<Trash2 size={20} />}
        disabled={none}
        onClick={() => void hide(item.id, seqs).then((done) => done && stopPicking())}
      />
      <BarAct label={t("common.cancel")} icon={<X size={20} />} onClick={stopPicking} />
    </div>
  );
}

interface BarActProps {
  label: string;
  icon: ReactNode;
  disabled?: boolean;
  onClick: () => void;
}

function BarAct({ label, icon, disabled = false, onClick }: BarActProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="flex min-h-11 min-w-16 flex-col items-center justify-center gap-1 rounded-control px-1.5 text-meta text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink-1 disabled:opacity-40 max-md:min-w-0 max-md:flex-1 max-md:text-mini"
    >
      <span aria-hidden>{icon}</span>
      {label}
    </button>
  );
}

/** A dialog that is open closes first. */
function useEscape(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || isImeKey(event) || document.querySelector("[role=dialog],[role=alertdialog]"))
        return;
      event.preventDefault();
      stopPicking();
    };
    // Before the dialog hears it, which is gone afterwards.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
