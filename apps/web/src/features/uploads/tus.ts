import type { FilePurpose } from "@qunxin/protocol";
import { DetailedError, Upload } from "tus-js-client";
import { failureOf } from "../../app/api.ts";

/** So much goes in one request; a proxy that holds requests back holds no more than this. */
const chunkBytes = 16 * 1024 * 1024;

export interface BytesUpload {
  readonly name: string;
  readonly purpose: FilePurpose;
  /** Where an earlier try got to; null to begin. */
  readonly url: string | null;
  readonly onUrl: (url: string) => void;
  /** Bytes that the server has. */
  readonly onProgress: (sent: number) => void;
  readonly signal: AbortSignal;
}

/** The network failed or the server was busy: the same upload may go on later. */
export class Interrupted extends Error {}

/**
 * Uploads bytes by the tus protocol, from where the server has them; answers where they are.
 * @throws Failure when the server refuses, Interrupted when it is worth trying again, the signal's reason when aborted
 */
export function uploadBytes(
  blob: Blob,
  { name, purpose, url, onUrl, onProgress, signal }: BytesUpload,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(blob, {
      endpoint: new URL("/api/uploads", window.location.href).href,
      uploadUrl: url,
      metadata: { fileName: name, purpose },
      chunkSize: chunkBytes,
      retryDelays: null,
      // What is on its way is kept by us, with the message it belongs to.
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => upload.url && onUrl(upload.url),
      onProgress: (sent) => onProgress(sent),
      onSuccess: () => (upload.url ? resolve(upload.url) : reject(new Interrupted("no address"))),
      onError: (error) => reject(reasonOf(error)),
    });
    const stop = () => {
      void upload.abort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    upload.start();
  });
}

/** Statuses that pass: busy, locked by the last try, too many at once. */
const passing: ReadonlySet<number> = new Set([0, 408, 409, 423, 425, 429]);

function reasonOf(error: Error): Error {
  if (!(error instanceof DetailedError)) return new Interrupted("the upload broke off", { cause: error });
  const response = error.originalResponse;
  const status = response?.getStatus() ?? 0;
  const refusal = refusalIn(response?.getBody() ?? "");
  const full = status === 507;
  if (!full && (passing.has(status) || status >= 500) && !limitCodes.has(String(refusal?.code))) {
    return new Interrupted("the upload broke off", { cause: error });
  }
  return failureOf(refusal);
}

/** Refusals whose status would look like one that passes. */
const limitCodes: ReadonlySet<string> = new Set(["files/too_many_uploads"]);

function refusalIn(body: string): { code?: unknown } | null {
  try {
    return JSON.parse(body) as { code?: unknown } | null;
  } catch {
    return null;
  }
}
