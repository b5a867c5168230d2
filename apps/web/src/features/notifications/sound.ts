const quietAfterMs = 3_000;
let lastAt = 0;
let context: AudioContext | null = null;

/** Two soft tones; once for many messages of one moment. Browsers allow none before the first click. */
export function playSound(): void {
  const now = Date.now();
  if (now - lastAt < quietAfterMs) return;
  lastAt = now;
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") return void context.resume();
    tone(context, 660, 0);
    tone(context, 880, 0.12);
  } catch {
    // A device without sound.
  }
}

function tone(audio: AudioContext, frequency: number, after: number): void {
  const at = audio.currentTime + after;
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.25);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.26);
}
