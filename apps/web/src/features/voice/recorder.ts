/** Longest voice note. */
export const voiceMaxMs = 60_000;
/** What is shorter was pressed by mistake. */
export const voiceMinMs = 700;
const peaksAtMost = 64;
const sampleEveryMs = 60;

export interface Recording {
  readonly blob: Blob;
  readonly name: string;
  readonly durationMs: number;
  /** At most 64 peaks, 0 to 100. */
  readonly waveform: readonly number[];
}

export interface Recorder {
  /** Ends it; null when it was too short to hold anything. */
  stop(): Promise<Recording | null>;
  cancel(): void;
}

/** In the order of how many browsers can play them. */
const formats: readonly [type: string, ending: string][] = [
  ["audio/mp4;codecs=mp4a.40.2", "m4a"],
  ["audio/webm;codecs=opus", "webm"],
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/mp4", "m4a"],
];

/**
 * Asks for the microphone and records. `onPeak` hears the loudness (0 to 100) and the time so far, several times a
 * second. @throws what getUserMedia throws, e.g. when the person refuses
 */
export async function startRecording(onPeak: (peak: number, elapsedMs: number) => void): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const [type, ending] = formats.find(([one]) => MediaRecorder.isTypeSupported(one)) ?? ["", "webm"];
  const recorder = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const meter = createMeter(stream);
  const startedAt = performance.now();
  const peaks: number[] = [];
  const timer = setInterval(() => {
    const peak = meter.peak();
    peaks.push(peak);
    onPeak(peak, performance.now() - startedAt);
  }, sampleEveryMs);
  recorder.start();

  function end(): void {
    clearInterval(timer);
    meter.close();
    for (const track of stream.getTracks()) track.stop();
  }

  return {
    stop() {
      const durationMs = Math.min(voiceMaxMs, Math.round(performance.now() - startedAt));
      return new Promise((resolve) => {
        recorder.onstop = () => {
          end();
          const blob = new Blob(parts, { type: type.split(";")[0] ?? "" });
          const waveform = waveformOf(peaks);
          const enough = durationMs >= voiceMinMs && blob.size > 0;
          resolve(enough ? { blob, name: `voice.${ending}`, durationMs, waveform } : null);
        };
        recorder.stop();
      });
    },
    cancel() {
      recorder.onstop = null;
      if (recorder.state !== "inactive") recorder.stop();
      end();
    },
  };
}

function createMeter(stream: MediaStream): { peak(): number; close(): void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    peak() {
      analyser.getFloatTimeDomainData(samples);
      let most = 0;
      for (const sample of samples) most = Math.max(most, Math.abs(sample));
      return Math.round(Math.min(1, most) * 100);
    },
    close: () => void context.close(),
  };
}

/** At most 64 peaks of the whole, made louder where all of it is soft. */
export function waveformOf(peaks: readonly number[]): number[] {
  const count = Math.min(peaksAtMost, peaks.length);
  const loudest = Math.max(20, ...peaks);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * peaks.length) / count));
    return Math.round((Math.max(0, ...peaks.slice(from, to)) / loudest) * 100);
  });
}
