import type { ConversationId } from "@qunxin/protocol";
import { limits } from "@qunxin/protocol";
import { useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, RadioGroup, SearchBox, Textarea } from "../../ui/index.ts";
import { ChosenTargets } from "./ChosenTargets.tsx";
import { TargetList } from "./TargetList.tsx";
import { sameTarget, type Target } from "./targets.ts";
import { useForwarding } from "./use-forwarding.ts";

export interface ForwardDialogProps {
  from: ConversationId;
  seqs: readonly number[];
  mode: "each" | "merged";
  onDone?: () => void;
  onClose: () => void;
}

/** Where to: conversations, the newest first, and people; with a comment that follows the messages. */
export function ForwardDialog({ from, seqs, mode: first, onDone, onClose }: ForwardDialogProps) {
  const t = useT();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<readonly Target[]>([]);
  const [mode, setMode] = useState(first);
  const [comment, setComment] = useState("");
  const { pending, send } = useForwarding();
  const toggle = (target: Target) =>
    setChosen((now) =>
      now.some((one) => sameTarget(one, target))
        ? now.filter((one) => !sameTarget(one, target))
        : [...now, target].slice(0, limits.forwardTargets),
    );
  const submit = async () => {
    const left = await send({ from, seqs, mode, comment: comment.trim() }, chosen);
    if (left.length > 0) return setChosen(left);
    onClose();
    onDone?.();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button tone="primary" loading={pending} disabled={chosen.length === 0} onClick={() => void submit()}>
        {chosen.length > 1 ? t("kept.forward.sendTo", { count: chosen.length }) : t("kept.forward.send")}
      </Button>
    </>
  );
  return (
    <Dialog open flush locked={pending} title={t("kept.forward.title")} onOpenChange={onClose} footer={footer}>
      <div className="flex h-110 max-h-[70dvh] flex-col max-md:h-full max-md:max-h-none">
        <SearchBox className="mx-4 mt-1" placeholder={t("kept.forward.search")} onSearch={setQuery} />
        <ChosenTargets chosen={chosen} onRemove={toggle} />
        <TargetList query={query} chosen={chosen} onToggle={toggle} />
        <div className="flex shrink-0 flex-col gap-2 border-t border-line px-4 py-3">
          {seqs.length > 1 && (
            <RadioGroup
              inline
              label={t("kept.forward.mode")}
              value={mode}
              onChange={setMode}
              options={(["each", "merged"] as const).map((value) => ({ value, label: t(`kept.forward.${value}`) }))}
            />
          )}
          <Textarea
            rows={1}
            aria-label={t("kept.forward.comment")}
            placeholder={t("kept.forward.comment")}
            maxLength={limits.messageChars}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </div>
      </div>
    </Dialog>
  );
}
