import { StartProblem } from "../platform/postgres/index.ts";

interface Given {
  metrics?: string | undefined;
  "otlp-endpoint"?: string | undefined;
}

/** Who may watch the server: where figures are read, and where traces go. Absent: nobody. */
export interface WatchOptions {
  metrics?: { host: string; port: number };
  /** Base address of an OTLP/HTTP receiver. */
  otlpEndpoint?: string;
}

/** @throws start/option_invalid */
export function parseWatch(given: Given, env: Record<string, string | undefined>): WatchOptions {
  const metrics = given.metrics || env.QUNXIN_METRICS;
  const otlpEndpoint = given["otlp-endpoint"] || env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (otlpEndpoint && !(URL.canParse(otlpEndpoint) && /^https?:/.test(otlpEndpoint))) {
    throw invalid("--otlp-endpoint must be the http(s) address of an OTLP receiver");
  }
  return { ...(metrics ? { metrics: parseAddress(metrics) } : {}), ...(otlpEndpoint ? { otlpEndpoint } : {}) };
}

/** `9464` on this machine only, or `10.0.0.5:9464`, `[::]:9464`. */
function parseAddress(text: string): { host: string; port: number } {
  const [, host, digits] = /^(?:(\[[\da-f:]+\]|[^:[\]]+):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) throw invalid(`--metrics must be PORT or ADDRESS:PORT, not "${text}"`);
  return { host: host?.replace(/^\[|\]$/g, "") ?? "127.0.0.1", port };
}

function invalid(sentence: string): StartProblem {
  return new StartProblem("start/option_invalid", `${sentence}. See npm start -- --help.`);
}
