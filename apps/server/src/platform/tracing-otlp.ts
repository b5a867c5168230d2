import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Captured, Tracing } from "./tracing.ts";

/**
 * Stages as spans, sent in batches to `<endpoint>/v1/traces`. Nothing global is set: what libraries would trace by
 * themselves stays out. A receiver that is away costs the spans and nothing else.
 * `OTEL_TRACES_SAMPLER_ARG` is the share of traces to keep, from 0 to 1 (all).
 */
export function createTracing(endpoint: string, version: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` });
  const share = Number(process.env.OTEL_TRACES_SAMPLER_ARG || 1);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "qunxin", "service.version": version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer("qunxin", version);
  const current = new AsyncLocalStorage<Context>();

  async function stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    const parent = current.getStore() ?? ROOT_CONTEXT;
    const span = tracer.startSpan(name, {}, parent);
    try {
      return await current.run(trace.setSpan(parent, span), work);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    stage,
    capture: () => current.getStore() ?? null,
    record(under: Captured, name, from, to) {
      tracer
        .startSpan(name, { startTime: performance.timeOrigin + from }, under as Context)
        .end(performance.timeOrigin + to);
    },
    stop: () => provider.shutdown(),
  };
}

/** The code of a failure; never its words, which may tell what somebody wrote. */
function failed(span: Span, error: unknown): void {
  const { code = "unexpected" } = error as { code?: string };
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(code) });
}
