import type { MessageDraft } from "@qunxin/client";
import type { ClientMessageId, ConversationId, FileId, FileMeta } from "@qunxin/protocol";
import { create } from "zustand";

/** `lost`: after a reload the browser no longer has the file; the person is asked for it again. */
export type UploadState = "waiting" | "uploading" | "paused" | "processing" | "done" | "failed" | "lost";
export type OutgoingKind = "image" | "video" | "voice" | "file";

/** A file chosen on this device, on its way into a message. */
export interface OutgoingFile {
  readonly key: string;
  readonly kind: OutgoingKind;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: number;
  /** Null while lost. */
  readonly blob: Blob | null;
  /** Opens the file again after a reload, where the browser gave one. */
  readonly handle: FileSystemFileHandle | null;
  /** Object URL of the blob, of images, sounds and videos. */
  readonly url: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  /** Peaks, 0 to 100. */
  readonly waveform: readonly number[] | null;
  /** Still picture of a video, made here. */
  readonly poster: Blob | null;
  readonly state: UploadState;
  /** Bytes that the server has. */
  readonly sent: number;
  /** Error code of what went wrong. */
  readonly error: string | null;
  /** What its words name, such as the limit. */
  readonly errorParams?: Record<string, unknown>;
  /** Where the upload goes on. */
  readonly uploadUrl: string | null;
  readonly meta: FileMeta | null;
  readonly posterFileId: FileId | null;
}

/** A message whose files are still being uploaded; it goes into the sending queue when they are there. */
export interface Outgoing {
  /** Becomes the message's own key, so that nothing is ever sent twice. */
  readonly key: ClientMessageId;
  readonly conversationId: ConversationId;
  /** RFC 3339. */
  readonly at: string;
  readonly type: "images" | "file" | "voice" | "video";
  /** What was written with the files. */
  readonly draft: MessageDraft;
  readonly files: readonly OutgoingFile[];
}

interface OutgoingState {
  readonly all: readonly Outgoing[];
  /** Chosen files that wait above the text field, by conversation. */
  readonly trays: Readonly<Record<ConversationId, readonly OutgoingFile[]>>;
}

export const useOutgoingState = create<OutgoingState>(() => ({ all: [], trays: {} }));

const none: readonly never[] = [];

/** The files that wait above the text field of a conversation. */
export function useTray(id: ConversationId): readonly OutgoingFile[] {
  return useOutgoingState((state) => state.trays[id] ?? none);
}

export function trayOf(id: ConversationId): readonly OutgoingFile[] {
  return useOutgoingState.getState().trays[id] ?? none;
}

export function setTray(id: ConversationId, files: readonly OutgoingFile[]): void {
  useOutgoingState.setState(({ trays }) => ({ trays: { ...trays, [id]: files } }));
}

/** A message that is being uploaded, by the key of its row. */
export function useOutgoing(key: string): Outgoing | undefined {
  return useOutgoingState((state) => state.all.find((one) => one.key === key));
}

export function outgoingOf(key: string): Outgoing | undefined {
  return useOutgoingState.getState().all.find((one) => one.key === key);
}

/** Adds a message, changes it, or (null) forgets it. */
export function putOutgoing(key: string, change: Outgoing | ((now: Outgoing) => Outgoing) | null): void {
  useOutgoingState.setState(({ all }) => {
    if (change === null) return { all: all.filter((one) => one.key !== key) };
    if (typeof change === "function") return { all: all.map((one) => (one.key === key ? change(one) : one)) };
    return { all: [...all.filter((one) => one.key !== key), change] };
  });
}

/** Changes one file of a message. */
export function patchFile(key: string, fileKey: string, change: Partial<OutgoingFile>): void {
  putOutgoing(key, (now) => ({
    ...now,
    files: now.files.map((file) => (file.key === fileKey ? { ...file, ...change } : file)),
  }));
}
