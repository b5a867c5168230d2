import { Failure, type FileId, type FileMeta, type FilePurpose } from "@qunxin/protocol";
import { callApi } from "../../app/api.ts";
import type { OutgoingFile } from "./outgoing.ts";
import { Interrupted, uploadBytes } from "./tus.ts";

const longestPauseMs = 10_000;

/**
 * Brings one file to the server and answers what was found in it; waits as long as the network is away.
 * `kept` is called where a reload could go on from.
 * @throws Failure when the server refuses it, the signal's reason when aborted
 */
export async function uploadFile(
  file: OutgoingFile,
  patch: (change: Partial<OutgoingFile>) => void,
  kept: () => void,
  signal: AbortSignal,
): Promise<FileMeta> {
  if (!file.blob) throw new Failure("files/not_found");
  patch({ state: "uploading" });
  let url = file.uploadUrl;
  const { blob, name } = file;
  const onUrl = (uploadUrl: string) => {
    url = uploadUrl;
    patch({ uploadUrl });
    kept();
  };
  const onProgress = (sent: number) => patch({ sent });
  const address = await untilDone(signal, () =>
    uploadBytes(blob, { name, purpose: "message", url, onUrl, onProgress, signal }),
  );
  patch({ state: "processing", sent: file.size });
  const meta = await untilReady(idIn(address), signal);
  return describe(file, meta, signal);
}

/** Tells the server to forget what was uploaded for a message that was given up. */
export async function discardUploads(files: readonly OutgoingFile[]): Promise<void> {
  for (const { uploadUrl } of files) {
    // Nothing depends on it: what nobody sends is swept away in time.
    if (uploadUrl) await callApi("files.discard", { fileId: idIn(uploadUrl) }).catch(() => undefined);
  }
}

/** What only this device knows: length and peaks of a recording, the still picture of a video. */
async function describe(file: OutgoingFile, meta: FileMeta, signal: AbortSignal): Promise<FileMeta> {
  if (file.kind !== "voice" && file.kind !== "video") return meta;
  if (meta.kind !== (file.kind === "voice" ? "audio" : "video")) return meta;
  const posterFileId = file.poster && (await uploadPicture(file.poster, "poster.jpg", "message", signal));
  return untilDone(signal, () =>
    callApi("files.describe", {
      fileId: meta.id,
      ...(file.durationMs === null ? {} : { durationMs: Math.round(file.durationMs) }),
      ...(file.waveform ? { waveform: [...file.waveform] } : {}),
      ...(posterFileId ? { posterFileId } : {}),
    }),
  );
}

/**
 * Brings a small picture to the server, in one go; answers the id of the file once it is ready.
 * @throws Failure when the server refuses it, the signal's reason when aborted
 */
export async function uploadPicture(
  picture: Blob,
  name: string,
  purpose: FilePurpose,
  signal: AbortSignal,
): Promise<FileId> {
  let url: string | null = null;
  const onUrl = (at: string) => {
    url = at;
  };
  const nothing = () => undefined;
  const address = await untilDone(signal, () =>
    uploadBytes(picture, { name, purpose, url, onUrl, onProgress: nothing, signal }),
  );
  return (await untilReady(idIn(address), signal)).id;
}

/** Asks until the server has looked into the file. @throws Failure with the code of its refusal */
async function untilReady(fileId: FileId, signal: AbortSignal): Promise<FileMeta> {
  for (let pauseMs = 100; ; pauseMs = Math.min(1_500, pauseMs * 1.5)) {
    const { state, meta, refusal } = await untilDone(signal, () => callApi("files.get", { fileId }));
    if (state === "ready" && meta) return meta;
    if (state === "refused") throw new Failure((refusal ?? "server/unexpected") as Failure["code"]);
    await wait(pauseMs, signal);
  }
}

/** Repeats what the network interrupts, at the latest when the network comes back. */
async function untilDone<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Failure ? error.code !== "server/busy" : !passes(error)) throw error;
      await wait(Math.min(longestPauseMs, 400 * 2 ** Math.min(tries, 6)), signal);
    }
  }
}

/** `fetch` tells a missing network as a TypeError. */
function passes(error: unknown): boolean {
  return error instanceof Interrupted || error instanceof TypeError;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}

function idIn(url: string): FileId {
  return (url.split("/").at(-1) ?? "") as FileId;
}
