import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { WebSocket } from "ws";
import { type Cache, type CacheContent, memoryCache } from "./cache.ts";
import type { FetchAnswer, SocketLike, Transport } from "./transport.ts";

export interface NodeTransport extends Transport {
  /** Carries this bearer token from now on; null none. */
  setBearer(token: string | null): void;
  /** Cuts every open socket as a broken network would. */
  cutSockets(): void;
}

/** Transport for Node: keeps the cookies the server sets, or a bearer token, and sends them over both doors. */
export function nodeTransport(options: { bearer?: string } = {}): NodeTransport {
  const cookies = new Map<string, string>();
  const sockets = new Set<WebSocket>();
  let bearer = options.bearer ?? null;

  function credentials(): Record<string, string> {
    const headers: Record<string, string> = {};
    if (bearer) headers.authorization = `Bearer ${bearer}`;
    if (cookies.size) headers.cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return headers;
  }

  return {
    async fetch(url, init): Promise<FetchAnswer> {
      const answer = await fetch(url, { ...init, headers: { ...init.headers, ...credentials() } });
      for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line);
      return answer;
    },
    openSocket(url) {
      const socket = new WebSocket(url, { headers: credentials(), perMessageDeflate: false });
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      // Without a listener a refused connection would end the process; the close event tells the client.
      socket.on("error", () => undefined);
      return socket as unknown as SocketLike;
    },
    setBearer(token) {
      bearer = token;
    },
    cutSockets() {
      for (const socket of sockets) socket.terminate();
    },
  };
}

/** A cache in one JSON file, for one process at a time; a file that is not there or not whole counts as empty. */
export function fileCache(path: string): Cache {
  return memoryCache(readContent(path), (content) => {
    writeFileSync(`${path}.new`, JSON.stringify(content));
    renameSync(`${path}.new`, path);
  });
}

function readContent(path: string): CacheContent | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as CacheContent;
  } catch {
    return undefined;
  }
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const split = pair.indexOf("=");
  const name = pair.slice(0, split);
  const over = attributes.some((attribute) => /^max-age=0$|^expires=Thu, 01 Jan 1970/i.test(attribute));
  if (over) cookies.delete(name);
  else cookies.set(name, pair.slice(split + 1));
}
