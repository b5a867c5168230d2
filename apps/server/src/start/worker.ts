import { createServer } from "../main.ts";
import { createLog } from "../platform/log.ts";
import { startTracing } from "../platform/tracing.ts";
import { serverVersion } from "../platform/version.ts";
import { linesFor } from "./announcement.ts";
import { parseOptions } from "./options.ts";
import { webDir } from "./places.ts";
import { ordersVariable, type WorkerOrder, type WorkerOrders, type WorkerReady } from "./worker-words.ts";

// One of the processes of `--workers N`, started by the supervisor, whose port and database it uses. Signals of the
// terminal concern the supervisor, which tells its workers; without it a worker ends at once.
const { databaseUrl, first, place } = JSON.parse(process.env[ordersVariable] ?? "{}") as WorkerOrders;
const options = parseOptions(process.argv.slice(2), process.env);
const log = createLog(options.logLevel);
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

// A shared port would answer with the figures of whoever's turn it is.
const metrics = options.metrics && { ...options.metrics, port: options.metrics.port && options.metrics.port + place };
if (options.otlpEndpoint) await startTracing(options.otlpEndpoint, serverVersion);
const server = await createServer({
  ...options,
  databaseUrl,
  metrics,
  webDir,
  log,
  alone: false,
  issuesSetupCode: first,
});
let ending = false;
process.on("SIGTERM", () => void end("leave"));
process.on("message", (order: WorkerOrder) => void end(order));
const { url, adminUrl } = server;
const lines = first ? await linesFor(server, options) : [];
process.send?.({ url, ...(adminUrl && { adminUrl }), lines } satisfies WorkerReady);

async function end(order: WorkerOrder): Promise<void> {
  if (ending) return;
  ending = true;
  try {
    if (order === "leave") await server.drain();
    await server.close();
    process.exit(0);
  } catch (err) {
    log.error({ err }, "a worker did not end cleanly");
    process.exit(1);
  }
}
