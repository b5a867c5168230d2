import { useState } from "react";
import { useT } from "../i18n/index.ts";
import { keepListWidth, listWidths, readListWidth } from "./list-width.ts";

const stepPx = 16;

/** The right edge of the list, to be dragged or moved by the arrow keys; a double click makes it as usual. */
export function ListResizer({ onWidth }: { onWidth: (width: number) => void }) {
  const t = useT();
  const [from, setFrom] = useState<{ x: number; width: number } | null>(null);
  const width = readListWidth() ?? listWidths.usual;
  const change = (next: number) => onWidth(keepListWidth(next));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter that can be moved is no <hr>.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("shell.list.resize")}
      aria-valuenow={width}
      aria-valuemin={listWidths.lowest}
      aria-valuemax={listWidths.highest}
      tabIndex={0}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none hover:bg-brand/20 focus-visible:bg-brand/40 focus-visible:outline-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, width });
      }}
      onPointerMove={(event) => from && change(from.width + event.clientX - from.x)}
      onPointerUp={() => setFrom(null)}
      onPointerCancel={() => setFrom(null)}
      onDoubleClick={() => change(listWidths.usual)}
      onKeyDown={(event) => {
        const step = event.key === "ArrowRight" ? stepPx : event.key === "ArrowLeft" ? -stepPx : 0;
        if (step === 0) return;
        event.preventDefault();
        change(width + step);
      }}
    />
  );
}
