import { type MessageDraft, newKey } from "@qunxin/client";
import { type ConversationId, Failure, type MessageContentDraft, type PrincipalId } from "@qunxin/protocol";
import { client } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { opened } from "./handles.ts";
import { keepOutgoing, keepTray, keptFor, keptOutgoing } from "./keep.ts";
import { rememberFile } from "./known-files.ts";
import { type Outgoing, type OutgoingFile, outgoingOf, patchFile, putOutgoing, setTray, trayOf } from "./outgoing.ts";
import { discardUploads, uploadFile } from "./upload-file.ts";

/** Uploads of one message that run at the same time. */
const sideBySide = 3;
const picturesAtMost = 9;
const running = new Map<string, Map<string, AbortController>>();
const releases = new Map<string, () => void>();

/** Sends files with what was written: pictures together in messages of nine, every other file in one of its own. */
export function sendFiles(conversationId: ConversationId, draft: MessageDraft, files: readonly OutgoingFile[]): void {
  const pictures = files.filter(({ kind }) => kind === "image");
  const messages: { type: Outgoing["type"]; files: readonly OutgoingFile[] }[] = [];
  for (let at = 0; at < pictures.length; at += picturesAtMost) {
    messages.push({ type: "images", files: pictures.slice(at, at + picturesAtMost) });
  }
  for (const file of files) {
    if (file.kind !== "image") messages.push({ type: file.kind, files: [file] });
  }
  for (const [index, message] of messages.entries()) {
    const at = new Date().toISOString();
    begin({ key: newKey(), conversationId, at, draft: index === 0 ? draft : wordless(draft), ...message });
  }
}

/** Only the first of several messages carries the words. */
function wordless(draft: MessageDraft): MessageDraft {
  return { ...draft, text: "", mentions: [], mentionAll: false, replyToSeq: null };
}

/** Puts files above the text field, beside those that are there. */
export function addToTray(id: ConversationId, files: readonly OutgoingFile[]): void {
  changeTray(id, [...trayOf(id), ...files]);
}

export function changeTray(id: ConversationId, files: readonly OutgoingFile[]): void {
  setTray(id, files);
  const owner = me();
  if (owner) void keepTray(owner, id, files);
}

export function pause(key: string, fileKey: string): void {
  running.get(key)?.get(fileKey)?.abort(new Error("paused"));
  patchFile(key, fileKey, { state: "paused" });
  keep(key);
}

/** Goes on with a file that was paused or failed. */
export function resume(key: string, fileKey: string): void {
  const file = outgoingOf(key)?.files.find((one) => one.key === fileKey);
  // What the server refused once begins anew.
  const anew = file?.state === "failed" ? { uploadUrl: null, sent: 0 } : {};
  patchFile(key, fileKey, { ...anew, state: "waiting", error: null });
  pump(key);
}

/** Gives a message up, with everything of it that the server has. */
export function cancel(key: string): void {
  const outgoing = outgoingOf(key);
  for (const controller of running.get(key)?.values() ?? []) controller.abort(new Error("cancelled"));
  forget(key);
  if (outgoing) void discardUploads(outgoing.files);
}

/** Sends a message without one of its files, which was refused or cannot be read any more. */
export function leaveOut(key: string, fileKey: string): void {
  const left = outgoingOf(key)?.files.find((file) => file.key === fileKey);
  if (!left) return;
  running.get(key)?.get(fileKey)?.abort(new Error("left out"));
  putOutgoing(key, (now) => ({ ...now, files: now.files.filter((file) => file.key !== fileKey) }));
  keep(key);
  pump(key);
  void discardUploads([left]);
}

/**
 * Hands a file over again that the browser lost in a reload. It must be the same one; the upload goes on where it was.
 * Answers false when it is another file.
 */
export function provide(key: string, fileKey: string, blob: File): boolean {
  const file = outgoingOf(key)?.files.find((one) => one.key === fileKey);
  if (!file || !isSame(file, blob)) return false;
  patchFile(key, fileKey, { blob, state: "waiting", url: file.kind === "file" ? null : URL.createObjectURL(blob) });
  pump(key);
  return true;
}

/** Goes on with what an earlier life of this page has left behind; what another tab works on stays with it. */
export async function restore(): Promise<void> {
  const owner = me();
  if (!owner) return;
  const kept = await keptFor(owner);
  for (const [id, files] of kept.trays) void fillTray(id, files);
  for (const { key } of kept.outgoing) if (!outgoingOf(key)) void takeOver(owner, key);
}

/** What can be read only with the person's leave stays too: its message will ask for it. */
async function fillTray(id: ConversationId, kept: readonly OutgoingFile[]): Promise<void> {
  const files = await Promise.all(kept.map(found));
  if (trayOf(id).length === 0) setTray(id, files);
}

/** Waits until no other tab has the message, be it the page before a reload that is not quite gone yet. */
async function takeOver(owner: PrincipalId, key: string): Promise<void> {
  await own(key);
  // As it is now: the other tab may have come further, or be done with it.
  const outgoing = me() === owner && !outgoingOf(key) ? await keptOutgoing(owner, key) : null;
  if (!outgoing) return release(key);
  const files = await Promise.all(outgoing.files.map(found));
  putOutgoing(key, { ...outgoing, files });
  pump(key);
}

function begin(outgoing: Outgoing): void {
  putOutgoing(outgoing.key, outgoing);
  keep(outgoing.key);
  void own(outgoing.key);
  pump(outgoing.key);
}

/** Starts what waits, as far as there is room; sends the message once everything is there. */
function pump(key: string): void {
  const outgoing = outgoingOf(key);
  if (!outgoing) return;
  if (outgoing.files.every(({ state }) => state === "done")) {
    finish(outgoing);
    return;
  }
  const working = running.get(key) ?? new Map<string, AbortController>();
  running.set(key, working);
  for (const file of outgoing.files) {
    if (file.state !== "waiting" || working.size >= sideBySide || working.has(file.key)) continue;
    const controller = new AbortController();
    working.set(file.key, controller);
    void work(key, file, controller.signal).finally(() => {
      working.delete(file.key);
      pump(key);
    });
  }
}

async function work(key: string, file: OutgoingFile, signal: AbortSignal): Promise<void> {
  const patch = (change: Partial<OutgoingFile>) => patchFile(key, file.key, change);
  try {
    const meta = await uploadFile(file, patch, () => keep(key), signal);
    rememberFile({ meta, url: file.url, posterUrl: file.poster && URL.createObjectURL(file.poster) });
    patch({ state: "done", meta });
    keep(key);
  } catch (error) {
    if (signal.aborted) return;
    const { code, params } = error instanceof Failure ? error : new Failure("server/unexpected");
    patch({ state: "failed", error: code, errorParams: params });
    keep(key);
  }
}

function finish(outgoing: Outgoing): void {
  const { key, conversationId, draft } = outgoing;
  client.timelines.send(conversationId, { ...draft, content: contentOf(outgoing) }, key);
  putOutgoing(key, null);
  // Until the server has it, a reload may hand it over again: under its key it is queued and stored once.
  void client.timelines
    .sent(conversationId, key)
    .catch(() => undefined)
    .then(() => forget(key));
}

/** What the server found in the bytes decides what the message is. */
function contentOf({ type, files }: Outgoing): MessageContentDraft {
  const found = files.flatMap(({ meta }) => (meta ? [meta] : []));
  const [first] = found;
  if (type === "images" && found.every(({ kind }) => kind === "image")) {
    return { type, fileIds: found.map(({ id }) => id) };
  }
  if (!first) throw new Error("a message without files is not sent");
  const fits = { voice: "audio", video: "video" }[type as "voice" | "video"] === first.kind;
  return fits ? { type: type as "voice" | "video", fileId: first.id } : { type: "file", fileId: first.id };
}

function forget(key: string): void {
  putOutgoing(key, null);
  running.delete(key);
  const owner = me();
  if (owner) void keepOutgoing(owner, key, null);
  release(key);
}

function release(key: string): void {
  releases.get(key)?.();
  releases.delete(key);
}

function keep(key: string): void {
  const [owner, outgoing] = [me(), outgoingOf(key)];
  if (owner && outgoing) void keepOutgoing(owner, key, outgoing);
}

/** Takes a message for this tab until it is released or the tab is gone; waits while another tab has it. */
function own(key: string): Promise<void> {
  if (!("locks" in navigator)) return Promise.resolve();
  return new Promise((resolve) => {
    void navigator.locks.request(`qunxin-upload-${key}`, () => {
      resolve();
      return new Promise<void>((release) => releases.set(key, release));
    });
  });
}

/** A kept file with its bytes, from storage or by its handle; without them it is lost until it is chosen again. */
async function found(file: OutgoingFile): Promise<OutgoingFile> {
  if (file.state === "done") return withUrl(file);
  const behind = file.blob ? null : await opened(file.handle);
  // Changed meanwhile, its end does not belong to the beginning that the server has.
  const blob = file.blob ?? (behind && isSame(file, behind) ? behind : null);
  const state = blob ? (file.state === "paused" || file.state === "failed" ? file.state : "waiting") : "lost";
  return withUrl({ ...file, blob, state });
}

function isSame(file: OutgoingFile, { size, lastModified }: File): boolean {
  return size === file.size && lastModified === file.lastModified;
}

function withUrl(file: OutgoingFile): OutgoingFile {
  return file.blob && file.kind !== "file" ? { ...file, url: URL.createObjectURL(file.blob) } : file;
}

function me() {
  return useShell.getState().me?.id ?? null;
}
