import type { ConversationId } from "@qunxin/protocol";
import clsx from "clsx";
import { type PointerEvent, useRef, useState } from "react";
import { useT } from "../../i18n/index.ts";
import { secondsText } from "../conversation/content/summary-text.ts";
import { Level } from "./RecordingBar.tsx";
import { useRecording } from "./use-recording.ts";

export interface HoldToTalkProps {
  id: ConversationId;
  replyToSeq: number | null;
  onSent: () => void;
}

/** A finger that went up so far means to cancel, in px. */
const cancelPx = 70;

/** The phone's button for voice notes: hold, speak, release; slide up to cancel. By keys: Enter begins and sends. */
export function HoldToTalk({ id, replyToSeq, onSent }: HoldToTalkProps) {
  const t = useT();
  const from = useRef<number | null>(null);
  const [held, setHeld] = useState(false);
  const [away, setAway] = useState(false);
  const end = () => {
    from.current = null;
    setHeld(false);
    setAway(false);
  };
  const recording = useRecording(id, replyToSeq, (sent) => {
    end();
    if (sent) onSent();
  });
  const begin = (at: number) => {
    from.current = at;
    setHeld(true);
    recording.start();
  };
  const release = () => {
    if (from.current === null) return;
    if (away) recording.cancel();
    else recording.send();
  };
  const isAway = (event: PointerEvent) => (from.current ?? 0) - event.clientY > cancelPx;
  return (
    <>
      <button
        type="button"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          begin(event.clientY);
        }}
        onPointerMove={(event) => held && setAway(isAway(event))}
        onPointerUp={release}
        onPointerCancel={() => recording.cancel()}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === "Escape" && held) recording.cancel();
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          if (!event.repeat) held ? release() : begin(0);
        }}
        className={clsx(
          "min-h-11 min-w-0 flex-1 touch-none rounded-card text-body font-medium select-none",
          held ? "bg-selected text-brand-ink" : "bg-hover",
        )}
      >
        {t(held ? (away ? "kinds.record.cancelNow" : "kinds.record.release") : "kinds.record.hold")}
      </button>
      {held && (
        <div
          role="status"
          className={clsx(
            "fixed inset-x-0 top-1/2 z-50 mx-auto flex w-56 -translate-y-1/2 flex-col items-center gap-2 rounded-sheet p-5 shadow-pop",
            away ? "bg-bad text-white" : "bg-pane",
          )}
        >
          <Level peaks={recording.peaks.slice(-34)} />
          <span className="text-title tabular-nums">{secondsText(recording.elapsedMs ?? 0)}</span>
          <span className="text-center text-meta">{t(away ? "kinds.record.cancelNow" : "kinds.record.release")}</span>
        </div>
      )}
    </>
  );
}
