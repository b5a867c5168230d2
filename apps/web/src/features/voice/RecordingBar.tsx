import type { ConversationId } from "@qunxin/protocol";
import { Mic, SendHorizontal, X } from "lucide-react";
import { useEffect } from "react";
import { useT } from "../../i18n/index.ts";
import { Button, IconButton, isImeKey } from "../../ui/index.ts";
import { secondsText } from "../conversation/content/summary-text.ts";
import { voiceMaxMs } from "./recorder.ts";
import { useRecording } from "./use-recording.ts";

export interface RecordingBarProps {
  id: ConversationId;
  replyToSeq: number | null;
  onEnd: (sent: boolean) => void;
}

/** Stands in the composer's place while a voice note is recorded with the mouse or the keyboard. */
export function RecordingBar({ id, replyToSeq, onEnd }: RecordingBarProps) {
  const t = useT();
  const recording = useRecording(id, replyToSeq, onEnd);
  const { cancel, start } = recording;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it starts once, when the bar comes.
  useEffect(start, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || isImeKey(event)) return;
      event.stopPropagation();
      cancel();
    };
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  });
  return (
    <div className="flex items-center gap-3 px-4 py-3">
      <IconButton label={t("kinds.record.cancel")} shortcut="Esc" icon={<X size={19} />} onClick={cancel} />
      <Mic size={18} aria-hidden className="shrink-0 animate-pulse text-bad" />
      <Level peaks={recording.peaks} />
      <RunningText elapsedMs={recording.elapsedMs} />
      <Button
        autoFocus
        tone="primary"
        icon={<SendHorizontal size={16} />}
        disabled={recording.elapsedMs === null}
        onClick={recording.send}
      >
        {t("kinds.record.send")}
      </Button>
    </div>
  );
}

/** What the microphone hears, newest at the right. */
export function Level({ peaks }: { peaks: readonly number[] }) {
  return (
    <span aria-hidden className="flex h-9 min-w-0 flex-1 items-center justify-end gap-[2px] overflow-hidden">
      {peaks.map((peak, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar has no identity but its place.
          key={index}
          className="w-[3px] shrink-0 rounded-full bg-brand-ink"
          style={{ height: `${Math.max(8, peak)}%` }}
        />
      ))}
    </span>
  );
}

function RunningText({ elapsedMs }: { elapsedMs: number | null }) {
  const t = useT();
  const length = secondsText(elapsedMs ?? 0);
  return (
    <span
      className="shrink-0 text-body tabular-nums"
      title={t("kinds.record.running", { length, max: secondsText(voiceMaxMs) })}
    >
      <span aria-hidden>{elapsedMs === null ? "…" : length}</span>
      <span role="status" className="sr-only">
        {t("kinds.record")}
      </span>
    </span>
  );
}
