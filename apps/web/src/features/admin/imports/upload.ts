import { ImportStatus } from "@qunxin/protocol";
import { failureOf } from "../../../app/api.ts";

/**
 * Sends a file as the raw body of the import's route; `onSent` hears the share that has left, 0 to 1.
 * XMLHttpRequest because fetch does not tell how far an upload is.
 * @throws Failure with the server's code, or TypeError when the network is gone. Aborting rejects with AbortError.
 */
export function uploadImport(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<ImportStatus> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/directory/imports?fileName=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new TypeError("network"));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    request.onload = () => {
      const body = parse(request.responseText);
      const status = ImportStatus.safeParse(body);
      if (request.status < 300 && status.success) resolve(status.data);
      else reject(failureOf(body));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
