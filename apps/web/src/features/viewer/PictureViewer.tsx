import type { ConversationId, FileMeta } from "@qunxin/protocol";
import clsx from "clsx";
import { ChevronLeft, ChevronRight, Download, Maximize, X, ZoomIn, ZoomOut } from "lucide-react";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { client, useStore } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { fileSource, type MessagePlace } from "../conversation/content/file-source.ts";
import { knownFile } from "../uploads/known-files.ts";
import { type Picture, picturesIn, picturesOf } from "./conversation-pictures.ts";
import { useZoom, type Zoom } from "./use-zoom.ts";

export interface PictureViewerProps {
  place: MessagePlace | null;
  images: readonly FileMeta[];
  /** Index of the picture to begin with. */
  at: number;
  onClose: () => void;
}

/** Pictures in full: zoom, pan, save, and on to the others of the conversation. */
export function PictureViewer({ place, images, at, onClose }: PictureViewerProps) {
  const t = useT();
  const own = useMemo(() => picturesIn(place, images), [place, images]);
  const [key, setKey] = useState(own[at]?.key ?? "");
  const all = useConversationPictures(place?.conversationId ?? null, own);
  const index = Math.max(
    0,
    all.findIndex((one) => one.key === key),
  );
  const picture = all[index];
  const go = (step: 1 | -1) => {
    const next = all[index + step];
    if (next) setKey(next.key);
  };
  useMoreAtTheStart(place?.conversationId ?? null, index);
  if (!picture) return null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-60 flex animate-fade-in flex-col bg-[#0b0d11]/95 text-white outline-none select-none"
        >
          <Dialog.Title className="sr-only">{t("kinds.viewer")}</Dialog.Title>
          <Stage
            key={picture.key}
            picture={picture}
            place={`${index + 1} / ${all.length}`}
            onStep={go}
            onClose={onClose}
          />
          {index > 0 && <Step side="left" label={t("kinds.viewer.previous")} onClick={() => go(-1)} />}
          {index < all.length - 1 && <Step side="right" label={t("kinds.viewer.next")} onClick={() => go(1)} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface StageProps {
  picture: Picture;
  /** 3 / 12 */
  place: string;
  onStep: (step: 1 | -1) => void;
  onClose: () => void;
}

function Stage({ picture, place, onStep, onClose }: StageProps) {
  const t = useT();
  const stage = useRef<HTMLDivElement>(null);
  const zoom = useZoom({ stage, onSwipe: onStep, onSwipeDown: onClose });
  useEffect(() => stage.current?.focus(), []);
  return (
    <>
      <Toolbar picture={picture} place={place} zoom={zoom} onClose={onClose} />
      {/* biome-ignore lint/a11y/useSemanticElements: a stage that takes keys is no fieldset. */}
      <div
        ref={stage}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the keys of the viewer.
        tabIndex={0}
        aria-label={t("kinds.viewer.stage")}
        onKeyDown={(event) => onKey(event, zoom, onStep)}
        className={clsx(
          "relative min-h-0 flex-1 touch-none overflow-hidden outline-none",
          zoom.view.scale > 1 ? "cursor-grab" : "cursor-default",
        )}
        {...zoom.handlers}
      >
        <FullPicture picture={picture} zoom={zoom} />
      </div>
    </>
  );
}

function FullPicture({ picture: { image, place }, zoom: { view, moving } }: { picture: Picture; zoom: Zoom }) {
  const t = useT();
  const [failed, setFailed] = useState(false);
  const source = (place ? null : knownFile(image.id)?.url) ?? fileSource(place, image.id, "display");
  if (failed) {
    return <p className="flex size-full items-center justify-center text-body">{t("kinds.picture.failed")}</p>;
  }
  return (
    <img
      src={source}
      alt={image.name || t("kinds.picture")}
      draggable={false}
      onError={() => setFailed(true)}
      className={clsx(
        "absolute inset-0 m-auto max-h-full max-w-full object-contain",
        !moving && "transition-transform",
      )}
      style={{
        transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        ...(image.width && image.height ? { width: image.width, aspectRatio: `${image.width} / ${image.height}` } : {}),
        ...(image.blur ? { background: `center / 100% 100% url("${image.blur}")` } : {}),
      }}
    />
  );
}

interface ToolbarProps {
  picture: Picture;
  place: string;
  zoom: Zoom;
  onClose: () => void;
}

function Toolbar({ picture: { image, place: at }, place, zoom, onClose }: ToolbarProps) {
  const t = useT();
  return (
    <div className="flex h-14 shrink-0 items-center gap-1 px-3 pt-[env(safe-area-inset-top)]">
      <span className="min-w-0 flex-1 truncate px-2 text-meta text-white/80">
        <span className="tabular-nums">{place}</span>
        <span className="max-md:hidden"> · {image.name}</span>
      </span>
      <Tool label={t("kinds.viewer.zoomOut")} onClick={() => zoom.by(1 / 1.5)} disabled={zoom.view.scale === 1}>
        <ZoomOut size={19} />
      </Tool>
      <Tool label={t("kinds.viewer.zoomIn")} onClick={() => zoom.by(1.5)}>
        <ZoomIn size={19} />
      </Tool>
      <Tool label={t("kinds.viewer.fit")} onClick={zoom.reset} disabled={zoom.view.scale === 1}>
        <Maximize size={18} />
      </Tool>
      <a
        href={fileSource(at, image.id, "original")}
        download={image.name}
        aria-label={t("kinds.viewer.save")}
        title={t("kinds.viewer.save")}
        className={toolClasses}
      >
        <Download size={19} aria-hidden />
      </a>
      <Tool label={t("common.close")} onClick={onClose}>
        <X size={21} />
      </Tool>
    </div>
  );
}

const toolClasses =
  "flex size-9 shrink-0 items-center justify-center rounded-control text-white/85 hover:bg-white/15 hover:text-white disabled:opacity-35 focus-visible:outline-2 focus-visible:outline-white max-md:size-11";

interface ToolProps {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}

function Tool({ label, onClick, disabled, children }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
      className={toolClasses}
    >
      {children}
    </button>
  );
}

function Step({ side, label, onClick }: { side: "left" | "right"; label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={clsx(
        "absolute top-1/2 flex size-12 -translate-y-1/2 items-center justify-center rounded-full bg-[rgb(0_0_0/0.45)] text-white/90 hover:bg-[rgb(0_0_0/0.70)] hover:text-white focus-visible:outline-2 focus-visible:outline-white",
        side === "left" ? "left-3" : "right-3",
      )}
    >
      {side === "left" ? <ChevronLeft size={26} aria-hidden /> : <ChevronRight size={26} aria-hidden />}
    </button>
  );
}

function onKey(event: KeyboardEvent, zoom: Zoom, onStep: (step: 1 | -1) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (act(event.key, zoom, onStep)) event.preventDefault();
}

function act(key: string, zoom: Zoom, onStep: (step: 1 | -1) => void): boolean {
  if (key === "ArrowLeft") onStep(-1);
  else if (key === "ArrowRight") onStep(1);
  else if (key === "ArrowUp") zoom.pan(0, 60);
  else if (key === "ArrowDown") zoom.pan(0, -60);
  else if (key === "+" || key === "=") zoom.by(1.5);
  else if (key === "-") zoom.by(1 / 1.5);
  else if (key === "0") zoom.reset();
  else return false;
  return true;
}

/** All pictures that are loaded; the message's own alone where it is not among them. */
function useConversationPictures(id: ConversationId | null, own: readonly Picture[]): readonly Picture[] {
  const timeline = useStore(client.timelines.of(id ?? ("" as ConversationId)));
  return useMemo(() => {
    if (!id) return own;
    const all = picturesOf(id, timeline);
    return all.some(({ key }) => key === own[0]?.key) ? all : own;
  }, [id, own, timeline]);
}

/** Coming to the oldest picture that is here asks for older messages. */
function useMoreAtTheStart(id: ConversationId | null, index: number): void {
  useEffect(() => {
    if (!id || index > 1) return;
    if (client.timelines.of(id).getSnapshot().moreBefore) void client.timelines.loadOlder(id);
  }, [id, index]);
}
