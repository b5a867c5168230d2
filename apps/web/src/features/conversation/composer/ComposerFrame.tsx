import { limits } from "@qunxin/protocol";
import { AtSign, SendHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "../../../i18n/index.ts";
import { Button, IconButton, useIsPhone } from "../../../ui/index.ts";
import { EmojiButton } from "./EmojiButton.tsx";
import { ResizeHandle, useComposerHeight } from "./ResizeHandle.tsx";
import { charactersOver } from "./use-send.ts";

export interface ComposerFrameProps {
  text: string;
  canMention: boolean;
  onInsert: (text: string) => void;
  onSend: () => void;
  /** The text field. */
  children: ReactNode;
}

/** Tools, text and send button: an area that can be drawn taller, or one growing line on a phone. */
export function ComposerFrame(props: ComposerFrameProps) {
  return useIsPhone() ? <PhoneFrame {...props} /> : <DesktopFrame {...props} />;
}

function DesktopFrame({ text, canMention, onInsert, onSend, children }: ComposerFrameProps) {
  const t = useT();
  const [height, setHeight] = useComposerHeight();
  return (
    <>
      <ResizeHandle height={height} onHeight={setHeight} />
      <div className="flex items-center gap-0.5 px-4 pt-2">
        <EmojiButton onPick={onInsert} />
        {canMention && (
          <IconButton label={t("chat.composer.mention")} icon={<AtSign size={18} />} onClick={() => onInsert("@")} />
        )}
      </div>
      <div className="px-5 pt-1" style={{ height }}>
        {children}
      </div>
      <div className="flex items-center justify-end gap-3 px-4 pb-3">
        <LengthNote text={text} fallback={t("chat.composer.hint")} />
        <Button tone="primary" onClick={onSend} disabled={!canSend(text)}>
          {t("chat.composer.send")}
        </Button>
      </div>
    </>
  );
}

function PhoneFrame({ text, onInsert, onSend, children }: ComposerFrameProps) {
  const t = useT();
  return (
    <>
      <div className="flex items-end gap-1 px-2 py-1.5">
        <EmojiButton onPick={onInsert} />
        <div className="grid max-h-35 min-h-11 min-w-0 flex-1 overflow-y-auto rounded-card bg-hover px-3 py-2.5 *:[grid-area:1/1]">
          {/* Gives the field the height of its text: up to five lines. */}
          <span aria-hidden className="invisible text-[1rem] wrap-anywhere whitespace-pre-wrap">
            {`${text} `}
          </span>
          {children}
        </div>
        <IconButton
          label={t("chat.composer.send")}
          icon={<SendHorizontal size={20} />}
          disabled={!canSend(text)}
          // The keyboard stays open.
          onPointerDown={(event) => event.preventDefault()}
          onClick={onSend}
          className="enabled:bg-brand enabled:text-white enabled:hover:bg-brand-hover enabled:hover:text-white"
        />
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

function canSend(text: string): boolean {
  return text.trim() !== "" && charactersOver(text.trim()) <= 0;
}
