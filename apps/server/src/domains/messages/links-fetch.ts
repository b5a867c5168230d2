import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type LinkGuard, portOf, Refused } from "./links-guard.ts";

export interface Fetched {
  /** Where it was found, after redirects. */
  readonly url: URL;
  /** The media type without parameters, lower case. */
  readonly mediaType: string;
  /** As the header says; null if it does not. */
  readonly charset: string | null;
  readonly body: Buffer;
}

export interface FetchLimits {
  readonly accept: string;
  /** What follows is not read. */
  readonly maxBytes: number;
  /** Ends it, wherever it is. */
  readonly signal: AbortSignal;
}

const maxRedirects = 3;

/**
 * Gets what stands at a public address, following a few redirects, each judged anew. No cookies, no credentials, no
 * connection kept. Null for anything but a success. @throws Refused by the guard; whatever the network throws
 */
export async function fetchPublic(guard: LinkGuard, start: URL, limits: FetchLimits): Promise<Fetched | null> {
  let url = start;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    guard.judgeUrl(url);
    const response = await request(guard, url, limits);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      response.destroy();
      url = new URL(headers.location, url);
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      return null;
    }
    const [mediaType = "", ...parameters] = (headers["content-type"] ?? "").split(";");
    const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(parameters.join(";"))?.[1] ?? null;
    const body = await readSome(response, limits.maxBytes);
    return { url, mediaType: mediaType.trim().toLowerCase(), charset, body };
  }
  return null;
}

function request(guard: LinkGuard, url: URL, { accept, signal }: FetchLimits): Promise<http.IncomingMessage> {
  const { request: open } = url.protocol === "https:" ? https : http;
  const headers = {
    accept,
    "accept-encoding": "gzip, deflate, br",
    "accept-language": "zh-CN,zh;q=0.9,en;q=0.5",
    "user-agent": "QunxinPreview/1.0 (link preview)",
  };
  return new Promise((resolve, reject) => {
    const sent = open(url, { headers, signal, lookup: guard.lookupFor(portOf(url)), agent: false }, resolve);
    sent.once("error", reject);
    // The lookup has judged already; this holds whatever way the connection came about.
    sent.once("socket", (socket) =>
      socket.once("connect", () => {
        if (!guard.allows(socket.remoteAddress ?? "", portOf(url))) sent.destroy(new Refused("address"));
      }),
    );
    sent.end();
  });
}

/** The first bytes of a body, unpacked; unpacking stops with the reading, so a bomb stays packed. */
async function readSome(response: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  const unpacked = unpack(response);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= maxBytes) break;
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

function unpack(response: http.IncomingMessage): Readable {
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase();
  const makers = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress };
  const make = Object.hasOwn(makers, encoding ?? "") ? makers[encoding as keyof typeof makers] : null;
  if (!make) return response;
  const unpacked = make();
  response.once("error", (error) => unpacked.destroy(error));
  return response.pipe(unpacked);
}
