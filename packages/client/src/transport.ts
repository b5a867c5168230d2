/** What the client needs of the machine it runs on. */
export interface Transport {
  fetch(url: string, init: FetchInit): Promise<FetchAnswer>;
  /** Opens a WebSocket to an absolute or, in browsers, page-relative address. */
  openSocket(url: string): SocketLike;
}

export interface FetchInit {
  readonly method: "POST";
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface FetchAnswer {
  readonly status: number;
  text(): Promise<string>;
}

/** The part of WebSocket that is used. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** Time and chance, so that tests can hold them. */
export interface Timing {
  now(): number;
  /** Runs `work` once after `ms`; the answer cancels it. */
  after(ms: number, work: () => void): () => void;
  /** From 0 up to 1. */
  random(): number;
}

export const realTiming: Timing = {
  now: () => Date.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** The server could not be reached, or did not answer in time; the call may or may not have been made. */
export class Unreachable extends Error {
  constructor(options?: ErrorOptions) {
    super("the server cannot be reached", options);
    this.name = "Unreachable";
  }
}
