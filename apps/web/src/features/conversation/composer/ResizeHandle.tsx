import { type PointerEvent, useState } from "react";
import { useT } from "../../../i18n/index.ts";

const storageKey = "qunxin.composer-height";
const lowest = 48;
const highest = 360;
const usual = 64;

export interface ResizeHandleProps {
  /** Height of the text in px. */
  height: number;
  onHeight: (height: number) => void;
}

/** The upper edge of the composer, to be dragged or moved by the arrow keys. */
export function ResizeHandle({ height, onHeight }: ResizeHandleProps) {
  const t = useT();
  const [from, setFrom] = useState<{ y: number; height: number } | null>(null);
  const onPointerMove = (event: PointerEvent) => {
    if (from) onHeight(from.height + from.y - event.clientY);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter that can be moved is no <hr>.
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={t("chat.composer.resize")}
      aria-valuenow={height}
      aria-valuemin={lowest}
      aria-valuemax={highest}
      tabIndex={0}
      className="absolute inset-x-0 -top-1 z-10 h-2 cursor-row-resize touch-none focus-visible:bg-brand/40 focus-visible:outline-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ y: event.clientY, height });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => setFrom(null)}
      onPointerCancel={() => setFrom(null)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        onHeight(height + (event.key === "ArrowUp" ? 16 : -16));
      }}
    />
  );
}

/** Height of the composer's text on this device, within its limits. */
export function useComposerHeight(): [number, (height: number) => void] {
  const [height, setHeight] = useState(() => within(Number(read() ?? usual)));
  return [
    height,
    (next) => {
      setHeight(within(next));
      try {
        localStorage.setItem(storageKey, String(within(next)));
      } catch {
        // Without storage it lasts until the page is closed.
      }
    },
  ];
}

function within(height: number): number {
  return Number.isFinite(height) ? Math.round(Math.min(highest, Math.max(lowest, height))) : usual;
}

function read(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
