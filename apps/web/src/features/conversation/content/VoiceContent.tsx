import type { FileMeta } from "@qunxin/protocol";
import { CircleAlert, LoaderCircle, Pause, Play } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { knownFile } from "../../uploads/known-files.ts";
import { markPlayed, usePlayed } from "../../voice/played.ts";
import { nextRate, pause, play, seek, usePlayer, type VoiceNote } from "../../voice/player.ts";
import { Waveform } from "../../voice/Waveform.tsx";
import type { ContentProps } from "./ContentBody.tsx";
import { fileSource, type MessagePlace } from "./file-source.ts";
import { secondsText } from "./summary-text.ts";

/** A voice note: play, seek in its waveform, speed; a dot until it was heard on this device. */
export function VoiceContent({ content: { file }, message: { place, own } }: ContentProps<"voice">) {
  const t = useT();
  const playing = usePlayer((state) => (state.playing?.fileId === file.id ? state.playing : null));
  const rate = usePlayer((state) => state.rate);
  const heard = usePlayed(({ ids }) => own || ids.includes(file.id));
  const note = noteOf(file, place);
  const running = playing?.state === "playing" || playing?.state === "loading";
  const start = (at?: number) => {
    markPlayed(file.id);
    if (at === undefined) play(note);
    else seek(note, at);
  };
  return (
    <div className="flex w-64 max-w-full items-center gap-2">
      <button
        type="button"
        aria-label={t(running ? "kinds.voice.pause" : "kinds.voice.play", { length: secondsText(note.durationMs) })}
        onClick={() => (running ? pause() : start())}
        className="flex size-9 shrink-0 items-center justify-center rounded-full bg-brand text-white hover:bg-brand-hover max-md:size-11"
      >
        <StateIcon state={playing?.state} />
      </button>
      <Waveform
        peaks={file.waveform ?? flat}
        place={playing?.place ?? 0}
        durationMs={note.durationMs}
        onSeek={(at) => start(at)}
      />
      {playing && (
        <button
          type="button"
          aria-label={t("kinds.voice.rate", { rate })}
          onClick={nextRate}
          className="min-w-9 shrink-0 rounded-full border border-line-strong px-1 text-mini text-ink-2 tabular-nums hover:bg-hover max-md:min-h-11"
        >
          {rate}×
        </button>
      )}
      <span className="shrink-0 text-meta text-ink-2 tabular-nums">{secondsText(note.durationMs)}</span>
      {!heard && (
        <span role="img" aria-label={t("kinds.voice.unheard")} className="size-2 shrink-0 rounded-full bg-badge" />
      )}
    </div>
  );
}

const flat: readonly number[] = Array.from({ length: 36 }, () => 30);

function StateIcon({ state }: { state: string | undefined }) {
  if (state === "loading") return <LoaderCircle size={17} aria-hidden className="animate-spin" />;
  if (state === "failed") return <CircleAlert size={17} aria-hidden />;
  if (state === "playing") return <Pause size={16} aria-hidden className="fill-current" />;
  return <Play size={16} aria-hidden className="ml-0.5 fill-current" />;
}

function noteOf(file: FileMeta, place: MessagePlace | null): VoiceNote {
  const source = knownFile(file.id)?.url ?? fileSource(place, file.id, "original");
  return { fileId: file.id, source, durationMs: file.durationMs ?? 1_000 };
}
