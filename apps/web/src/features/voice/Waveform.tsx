import clsx from "clsx";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useT } from "../../i18n/index.ts";
import { secondsText } from "../conversation/content/summary-text.ts";

export interface WaveformProps {
  /** 0 to 100 each. */
  peaks: readonly number[];
  /** 0 to 1: how much has been played. */
  place: number;
  durationMs: number;
  onSeek: (place: number) => void;
}

const shown = 36;

/** Peaks of a voice note, which also say how far it is and take it elsewhere. */
export function Waveform({ peaks, place, durationMs, onSeek }: WaveformProps) {
  const t = useT();
  const bar = useRef<HTMLDivElement>(null);
  const bars = condensed(peaks, shown);
  const placeOf = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label={t("kinds.voice.place")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(place * 100)}
      aria-valuetext={t("kinds.voice.placeText", {
        at: secondsText(place * durationMs),
        whole: secondsText(durationMs),
      })}
      className="flex h-7 min-w-0 flex-1 cursor-pointer touch-pan-y items-center gap-[2px] rounded-control"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onSeek(placeOf(event));
      }}
      onPointerMove={(event) => event.buttons > 0 && onSeek(placeOf(event))}
      onKeyDown={(event) => seekByKey(event, place, durationMs, onSeek)}
    >
      {bars.map((peak, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar has no identity but its place.
          key={index}
          className={clsx("w-[3px] flex-1 rounded-full", index / shown < place ? "bg-brand-ink" : "bg-tick/60")}
          style={{ height: `${Math.max(12, peak)}%` }}
        />
      ))}
    </div>
  );
}

function seekByKey(event: KeyboardEvent, place: number, durationMs: number, onSeek: (place: number) => void): void {
  const step = 2_000 / Math.max(2_000, durationMs);
  const to = { ArrowLeft: place - step, ArrowRight: place + step, Home: 0, End: 0.98 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  onSeek(Math.min(1, Math.max(0, to)));
}

/** As many bars as asked for, each the loudest of its stretch. */
export function condensed(peaks: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * peaks.length) / count));
    return Math.max(0, ...peaks.slice(from, to));
  });
}
