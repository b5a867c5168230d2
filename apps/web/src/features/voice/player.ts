import type { FileId } from "@qunxin/protocol";
import { create } from "zustand";

export const rates = [1, 1.5, 2] as const;

export interface Playing {
  readonly fileId: FileId;
  readonly state: "loading" | "playing" | "paused" | "failed";
  /** 0 to 1 of the whole. */
  readonly place: number;
}

interface PlayerState {
  readonly playing: Playing | null;
  readonly rate: number;
}

/** The one voice note that plays: starting another ends it. */
export const usePlayer = create<PlayerState>(() => ({ playing: null, rate: 1 }));

let audio: HTMLAudioElement | null = null;
let durationMs = 0;

export interface VoiceNote {
  readonly fileId: FileId;
  readonly source: string;
  readonly durationMs: number;
}

/** Plays a note from a place (0 to 1), or goes on with it. */
export function play(note: VoiceNote, place?: number): void {
  const { playing, rate } = usePlayer.getState();
  if (!audio || playing?.fileId !== note.fileId || playing.state === "failed") load(note);
  if (!audio) return;
  audio.playbackRate = rate;
  if (place !== undefined) audio.currentTime = (place * durationMs) / 1000;
  audio.play().catch(() => tell({ state: "failed" }));
}

export function pause(): void {
  audio?.pause();
}

/** Moves the note that plays or pauses; any other is not moved. */
export function seek(note: VoiceNote, place: number): void {
  const at = Math.min(1, Math.max(0, place));
  if (usePlayer.getState().playing?.fileId === note.fileId && audio) {
    audio.currentTime = (at * durationMs) / 1000;
    tell({ place: at });
  } else play(note, at);
}

/** 1 → 1.5 → 2 → 1. */
export function nextRate(): void {
  const { rate } = usePlayer.getState();
  const next = rates[(rates.indexOf(rate as 1) + 1) % rates.length] ?? 1;
  if (audio) audio.playbackRate = next;
  usePlayer.setState({ rate: next });
}

function load({ fileId, source, durationMs: length }: VoiceNote): void {
  audio?.pause();
  audio = new Audio(source);
  const own = audio;
  durationMs = length;
  usePlayer.setState({ playing: { fileId, state: "loading", place: 0 } });
  const on = (event: string, change: () => Partial<Playing>) =>
    own.addEventListener(event, () => own === audio && tell(change()));
  on("playing", () => ({ state: "playing" }));
  on("pause", () => ({ state: "paused" }));
  on("timeupdate", () => ({ place: Math.min(1, (own.currentTime * 1000) / Math.max(1, durationMs)) }));
  on("ended", () => ({ state: "paused", place: 0 }));
  on("error", () => ({ state: "failed" }));
}

function tell(change: Partial<Playing>): void {
  usePlayer.setState(({ playing }) => ({ playing: playing && { ...playing, ...change } }));
}
