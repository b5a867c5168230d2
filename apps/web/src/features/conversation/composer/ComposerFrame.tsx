import { type ConversationId, limits } from "@qunxin/protocol";
import clsx from "clsx";
import { AtSign, CalendarClock, CirclePlus, Keyboard, Mic, SendHorizontal } from "lucide-react";
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { whenReachable } from "../../../app/offline-parts.ts";
import { useT, withTexts } from "../../../i18n/index.ts";
import { Button, IconButton, Popover, Skeleton, useIsPhone } from "../../../ui/index.ts";
import { EmojiButton } from "./EmojiButton.tsx";
import { ResizeHandle, useComposerHeight } from "./ResizeHandle.tsx";
import type { FormatMode, Tool } from "./tools.ts";
import { charactersOver } from "./use-send.ts";

/** Without its tools one can still write. */
const part = <Props,>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  lazy(whenReachable(withTexts("kinds", load)));
const ToolBar = part(async () => ({ default: (await import("./ToolBar.tsx")).ToolBar }));
const MorePanel = part(async () => ({ default: (await import("./MorePanel.tsx")).MorePanel }));
const FormatTabs = part(async () => ({ default: (await import("./FormatTabs.tsx")).FormatTabs }));
const FormatPreview = part(async () => ({ default: (await import("./FormatPreview.tsx")).FormatPreview }));
const HoldToTalk = part(async () => ({ default: (await import("../../voice/HoldToTalk.tsx")).HoldToTalk }));

export interface ComposerFrameProps {
  id: ConversationId;
  text: string;
  /** Files or a card go with the message: it may be sent without text. */
  attached: boolean;
  /** Markdown is being written. */
  format: boolean;
  canMention: boolean;
  replyToSeq: number | null;
  onInsert: (text: string) => void;
  onSend: () => void;
  /** Null while what is written cannot be sent later. */
  onSchedule: (() => void) | null;
  onTool: (tool: Tool) => void;
  onSticker: (name: string) => void;
  onVoiceSent: () => void;
  /** The text field. */
  children: ReactNode;
}

/** Tools, text and send button: an area that can be drawn taller, or one growing line on a phone. */
export function ComposerFrame(props: ComposerFrameProps) {
  return useIsPhone() ? <PhoneFrame {...props} /> : <DesktopFrame {...props} />;
}

function DesktopFrame(props: ComposerFrameProps) {
  const { text, format, canMention, onInsert, onSend, onSchedule, onTool, onSticker, children } = props;
  const t = useT();
  const [height, setHeight] = useComposerHeight();
  const [mode, setMode] = useState<FormatMode>("write");
  const view = format ? mode : null;
  return (
    <>
      <ResizeHandle height={height} onHeight={setHeight} />
      <div className="flex items-center gap-0.5 px-4 pt-2">
        <EmojiButton onPick={onInsert} onSticker={onSticker} />
        {canMention && (
          <IconButton label={t("chat.composer.mention")} icon={<AtSign size={18} />} onClick={() => onInsert("@")} />
        )}
        <Suspense>
          <ToolBar format={format} onTool={onTool} />
          {view && <FormatTabs view={view} onView={setMode} />}
        </Suspense>
      </div>
      <div className="px-5 pt-1" style={{ height: format ? Math.max(height, 120) : height }}>
        <Written view={view} text={text}>
          {children}
        </Written>
      </div>
      <div className="flex items-center justify-end gap-3 px-4 pb-3">
        <LengthNote text={text} fallback={t("chat.composer.hint")} />
        {onSchedule && (
          <IconButton label={t("chat.act.schedule")} icon={<CalendarClock size={18} />} onClick={onSchedule} />
        )}
        <Button tone="primary" onClick={onSend} disabled={!canSend(props)}>
          {t("chat.composer.send")}
        </Button>
      </div>
    </>
  );
}

interface WrittenProps {
  /** Null while plain text is written. */
  view: FormatMode | null;
  text: string;
  /** The text field; it stays where it is, so that it keeps caret and composition. */
  children: ReactNode;
}

/** The text field or, for Markdown, what it will look like. */
function Written({ view, text, children }: WrittenProps) {
  return (
    <>
      <div className={clsx("size-full", view === "preview" && "hidden")}>{children}</div>
      {view === "preview" && (
        <Suspense>
          <FormatPreview text={text} />
        </Suspense>
      )}
    </>
  );
}

function PhoneFrame(props: ComposerFrameProps) {
  const { id, text, format, replyToSeq, onInsert, onSend, onSchedule, onSticker, onVoiceSent, children } = props;
  const t = useT();
  const [speaking, setSpeaking] = useState(false);
  const onTool = (tool: Tool) => (tool === "voice" ? setSpeaking(true) : props.onTool(tool));
  const ready = text.trim() !== "" || props.attached;
  const [mode, setMode] = useState<FormatMode>("write");
  const view = format ? mode : null;
  return (
    <>
      {view && (
        <div className="flex px-2 pt-1">
          <Suspense>
            <FormatTabs view={view} onView={setMode} />
          </Suspense>
        </div>
      )}
      <div className="flex items-end gap-0.5 px-1.5 py-1.5">
        <IconButton
          label={t(speaking ? "chat.composer.keyboard" : "chat.composer.voice")}
          icon={speaking ? <Keyboard size={21} /> : <Mic size={21} />}
          onClick={() => setSpeaking(!speaking)}
        />
        {speaking ? (
          <Suspense fallback={<span className="h-11 flex-1" />}>
            <HoldToTalk id={id} replyToSeq={replyToSeq} onSent={onVoiceSent} />
          </Suspense>
        ) : (
          <div className="grid max-h-35 min-h-11 min-w-0 flex-1 overflow-y-auto rounded-card bg-hover px-3 py-2.5 *:[grid-area:1/1]">
            {/* Gives the field the height of its text: up to five lines. */}
            <span aria-hidden className="invisible text-[1rem] wrap-anywhere whitespace-pre-wrap">
              {`${text} `}
            </span>
            <Written view={view} text={text}>
              {children}
            </Written>
          </div>
        )}
        <EmojiButton onPick={onInsert} onSticker={onSticker} />
        {ready ? (
          <IconButton
            label={t("chat.composer.send")}
            icon={<SendHorizontal size={20} />}
            disabled={!canSend(props)}
            // The keyboard stays open.
            onPointerDown={(event) => event.preventDefault()}
            onClick={onSend}
            // A long press, where there is no room for a button of its own.
            onContextMenu={(event) => {
              event.preventDefault();
              onSchedule?.();
            }}
            className="enabled:bg-brand enabled:text-white enabled:hover:bg-brand-hover enabled:hover:text-white"
          />
        ) : (
          <Popover
            label={t("chat.composer.more")}
            trigger={<IconButton label={t("chat.composer.more")} icon={<CirclePlus size={22} />} />}
          >
            {(close) => (
              <Suspense fallback={<Skeleton rows={4} className="h-40" />}>
                <MorePanel
                  format={format}
                  onTool={(tool) => {
                    close();
                    onTool(tool);
                  }}
                />
              </Suspense>
            )}
          </Popover>
        )}
      </div>
      <LengthNote text={text} />
    </>
  );
}

function LengthNote({ text, fallback }: { text: string; fallback?: string }) {
  const t = useT();
  const over = charactersOver(text);
  if (over > 0) {
    return (
      <p role="status" className="px-3 text-meta text-bad max-md:pb-1.5">
        {t("chat.composer.tooLong", { count: over, max: limits.messageChars })}
      </p>
    );
  }
  if (over > -200)
    return <p className="px-3 text-meta text-ink-3 max-md:pb-1.5">{t("chat.composer.left", { count: -over })}</p>;
  return fallback ? <p className="text-meta text-ink-3">{fallback}</p> : null;
}

function canSend({ text, attached }: Pick<ComposerFrameProps, "text" | "attached">): boolean {
  return (attached || text.trim() !== "") && charactersOver(text.trim()) <= 0;
}
