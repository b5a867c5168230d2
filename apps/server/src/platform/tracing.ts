/**
 * Stages of what the server does, as OpenTelemetry spans, where the operator asked for them. Everything of
 * OpenTelemetry is loaded by `startTracing`; without it a stage is its work and nothing else.
 */
export interface Tracing {
  stage<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** The stage under way, for work that is done later together with others'. */
  capture(): Captured;
  /** A stage under a captured one, between two moments of `performance.now()`. */
  record(under: Captured, name: string, from: number, to: number): void;
  /** Sends what is still to be sent. */
  stop(): Promise<void>;
}

/** Opaque; null without tracing. */
export type Captured = object | null;

let tracing: Tracing | null = null;

/** Sends stages to an OTLP/HTTP receiver from now on, until the returned function is called. One at a time. */
export async function startTracing(endpoint: string, version: string): Promise<() => Promise<void>> {
  const { createTracing } = await import("./tracing-otlp.ts");
  const started = createTracing(endpoint, version);
  tracing = started;
  return async () => {
    if (tracing === started) tracing = null;
    await started.stop();
  };
}

/** Does the work as a stage of whatever stage it is called in. Names are words of a fixed list, never ids. */
export function stage<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracing ? tracing.stage(name, work) : work();
}

export function captureStage(): Captured {
  return tracing ? tracing.capture() : null;
}

export function recordStage(under: Captured, name: string, from: number, to: number): void {
  if (under && tracing) tracing.record(under, name, from, to);
}
