import type { ConversationId } from "@qunxin/protocol";
import { useEffect, useRef, useState } from "react";
import { t } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import { outgoingFile } from "../uploads/choose.ts";
import { sendFiles } from "../uploads/engine.ts";
import { type Recorder, startRecording, voiceMaxMs } from "./recorder.ts";

export interface RecordingState {
  /** Null before the microphone is there. */
  readonly elapsedMs: number | null;
  /** The last peaks, 0 to 100, newest last. */
  readonly peaks: readonly number[];
}

export interface RecordingActs {
  start: () => void;
  send: () => void;
  cancel: () => void;
}

const shownPeaks = 60;
const silent: RecordingState = { elapsedMs: null, peaks: [] };

/** Records a voice note and sends it; at the longest length it goes by itself. `onEnd` is told either way. */
export function useRecording(
  id: ConversationId,
  replyToSeq: number | null,
  onEnd: (sent: boolean) => void,
): RecordingState & RecordingActs {
  const [state, setState] = useState(silent);
  const recorder = useRef<Promise<Recorder> | null>(null);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  const over = (sent: boolean) => {
    recorder.current = null;
    setState(silent);
    end.current(sent);
  };
  const send = async () => {
    const note = await recorder.current?.then((one) => one.stop());
    if (note === undefined) return;
    if (note) {
      const file = outgoingFile(note.blob, { kind: "voice", ...note });
      sendFiles(id, { text: "", mentions: [], mentionAll: false, replyToSeq }, [file]);
    } else toast.info(t("kinds.record.short"));
    over(note !== null);
  };
  const start = () => {
    recorder.current ??= startRecording((peak, elapsedMs) => {
      setState(({ peaks }) => ({ elapsedMs, peaks: [...peaks, peak].slice(-shownPeaks) }));
      if (elapsedMs >= voiceMaxMs) void send();
    });
    recorder.current.catch(() => {
      toast.error(t("kinds.record.denied"));
      over(false);
    });
  };
  // Leaving the conversation ends it; nothing is sent that nobody sent.
  useEffect(() => () => void recorder.current?.then((one) => one.cancel()).catch(() => undefined), []);
  return {
    ...state,
    start,
    send: () => void send(),
    cancel() {
      void recorder.current?.then((one) => one.cancel()).catch(() => undefined);
      over(false);
    },
  };
}
