import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { emptySelection } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "./platform/ids.ts";
import { registry } from "./platform/metrics.ts";
import { startTracing } from "./platform/tracing.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "./testing.ts";
import { call, type Door, hire } from "./transports/http/files.testing.ts";
import { openDevice } from "./transports/ws/testing.ts";

let server: TestServer;
let wei: Door;
let conversationId: string;

beforeAll(async () => {
  server = await startTestServer({ metrics: { host: "127.0.0.1", port: 0 } });
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
  const selection = { ...emptySelection, people: [await hire(wei, "ana")] };
  const group = { type: "normal", name: "值班", selection, followDepartments: false };
  conversationId = (await call(wei, "groups.create", { key: newId(), ...group })).body.groupId;
});

afterAll(() => server.close());

async function send(text: string): Promise<void> {
  const message = { conversationId, clientId: newId(), text, mentions: [], mentionAll: false, replyToSeq: null };
  expect((await call(wei, "messages.send", message)).status).toBe(200);
}

async function openSockets(count: number) {
  const url = `${server.url.replace("http", "ws")}/api/socket`;
  const devices = Array.from({ length: count }, () => openDevice(url, wei.headers as never));
  for (const device of devices) await device.until("hello", (frames) => frames.some(({ k }) => k === "hello"));
  return devices;
}

const scrape = async () => (await fetch(`${server.metricsUrl}/metrics`)).text();

/** The value of one line of the figures; 0 when it is not there yet. */
function valueIn(text: string, line: string): number {
  const found = text.split("\n").find((one) => one.startsWith(`${line} `));
  return found === undefined ? 0 : Number(found.slice(line.length + 1));
}

test("one message to five sockets moves every figure of its way by what happened", async () => {
  const alone = await scrape();
  const devices = await openSockets(5);
  const before = await scrape();
  await send("数一数");
  for (const device of devices) {
    await device.until("the message", (frames) => frames.some((frame) => JSON.stringify(frame).includes("数一数")));
  }
  const after = await scrape();
  const moved = (line: string) => valueIn(after, line) - valueIn(before, line);
  expect(moved('qunxin_calls_total{call="messages.send",outcome="ok"}')).toBe(1);
  expect(moved('qunxin_call_seconds_count{call="messages.send"}')).toBe(1);
  expect(moved('qunxin_http_requests_total{method="POST",route="/api/:call",status="200"}')).toBe(1);
  expect(moved("qunxin_messages_stored_total")).toBe(1);
  expect(moved("qunxin_append_batch_messages_sum")).toBe(1);
  expect(moved("qunxin_append_seconds_count")).toBe(1);
  expect(moved("qunxin_append_ack_seconds_count")).toBe(1);
  expect(moved("qunxin_deliveries_total")).toBe(5);
  expect(moved("qunxin_socket_write_frames_count")).toBeGreaterThanOrEqual(5);
  expect(moved("qunxin_socket_write_bytes_sum")).toBeGreaterThan(5 * 100);
  expect(moved('qunxin_database_wait_seconds_count{pool="reads"}')).toBeGreaterThan(0);
  const open = (text: string) => valueIn(text, "qunxin_sockets_open") - valueIn(alone, "qunxin_sockets_open");
  expect(open(after)).toBe(5);
  expect(after).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(after).toMatch(/^process_resident_memory_bytes /m);
  for (const device of devices) device.ws.close();
  await expect.poll(async () => open(await scrape()), { timeout: 10_000 }).toBe(0);
  const gone = 'qunxin_sockets_closed_total{reason="gone"}';
  expect(valueIn(await scrape(), gone) - valueIn(alone, gone)).toBe(5);
});

test("what waits in the outbox is told with its age, and none is told as none", async () => {
  await expect
    .poll(async () => valueIn(await scrape(), 'qunxin_outbox_rows{consumer="search"}'), { timeout: 15_000 })
    .toBe(0);
  const { rows } = await server.parts.pool.query("select max(seq) as seq from entries where conversation_id = $1", [
    conversationId,
  ]);
  await server.parts.pool.query(
    `insert into outbox (consumer, conversation_ids, seqs, retry_at)
     values ('search', array[$1::uuid], array[$2::bigint], now() + interval '1 hour')`,
    [conversationId, rows[0].seq],
  );
  await server.parts.pool.query(
    "update entries set created_at = now() - interval '1 minute' where conversation_id = $1 and seq = $2",
    [conversationId, rows[0].seq],
  );
  const text = await scrape();
  expect(valueIn(text, 'qunxin_outbox_rows{consumer="search"}')).toBe(1);
  expect(valueIn(text, 'qunxin_outbox_lag_seconds{consumer="search"}')).toBeGreaterThan(59);
  await server.parts.pool.query("delete from outbox");
});

test("labels are words of fixed lists: nothing that people or strangers make up becomes one", async () => {
  await call(wei, "messages.made-up", {});
  await call(wei, newId(), {});
  await fetch(`${server.url}/${newId()}?q=${newId()}`);
  await fetch(`${server.url}/api/files/own/${newId()}/original`, { headers: wei.headers });
  const labels = (await scrape()).match(/\{.*\}/g) ?? [];
  expect(labels.join()).toContain('call="unknown"');
  expect(labels.filter((text) => /[0-9a-f]{8}-[0-9a-f]{4}|made-up/.test(text))).toEqual([]);
});

test("figures are not on the public door", async () => {
  expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain("qunxin_");
});

test.each(["operations.md", "operations.zh-CN.md"])("the guide %s lists every figure, and none besides", (name) => {
  const guide = readFileSync(new URL(`../../../docs/guides/${name}`, import.meta.url), "utf8");
  const told = registry.getMetricsAsArray().map((metric) => metric.name);
  const ours = told.filter((metric) => metric.startsWith("qunxin_"));
  const names = (guide.match(/\bqunxin_[a-z_]+/g) ?? []).map((found) => found.replace(/_bucket$/, ""));
  expect(new Set(names)).toEqual(new Set(ours));
});

test("a node says by word why it shall get nothing: a migration that is missing, then that it stops", async () => {
  const other = await startTestServer({ metrics: { host: "127.0.0.1", port: 0 } });
  const ready = async (url = other.url) => {
    const answer = await fetch(`${url}/readyz`);
    return [answer.status, ((await answer.json()) as { reasons: string[] }).reasons];
  };
  expect(await ready()).toEqual([200, []]);
  expect(await ready(other.metricsUrl)).toEqual([200, []]);
  const newest = "number = (select max(number) from schema_migrations)";
  await other.parts.pool.query(`update schema_migrations set number = -1 where ${newest}`);
  expect(await ready()).toEqual([503, ["migrations_pending"]]);
  const { rows } = await other.parts.pool.query("select max(number)::int + 1 as number from schema_migrations");
  await other.parts.pool.query("update schema_migrations set number = $1 where number = -1", [rows[0].number]);
  expect(await ready()).toEqual([200, []]);
  const closing = other.close();
  expect(await ready(other.metricsUrl)).toEqual([503, ["draining"]]);
  await closing;
});

test("one send is one trace through its stages, at a receiver of OTLP", async () => {
  const spans: Span[] = [];
  const receiver = createServer(async (request, answer) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = JSON.parse(Buffer.concat(pieces).toString());
    spans.push(...body.resourceSpans.flatMap((one: Sent) => one.scopeSpans.flatMap((scope) => scope.spans)));
    answer.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const stop = await startTracing(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, "test");
  const [device] = await openSockets(1);
  await send("一路看到底");
  await device?.until("the message", (frames) => frames.some((frame) => JSON.stringify(frame).includes("一路看到底")));
  await stop();
  receiver.close();
  device?.ws.close();

  const sends = spans.filter(({ name }) => name === "messages.send");
  expect(sends).toHaveLength(1);
  const stages = spans.filter(({ traceId, name }) => traceId === sends[0]?.traceId && name !== "messages.send");
  expect(stages.map(({ name }) => name).sort()).toEqual(["append commit", "append wait", "deliver", "judge"]);
  expect(new Set(stages.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([sends[0]?.spanId]));
  for (const { startTimeUnixNano, endTimeUnixNano } of stages) {
    expect(Number(endTimeUnixNano)).toBeGreaterThanOrEqual(Number(startTimeUnixNano));
  }
  expect(JSON.stringify(spans)).not.toContain("一路看到底");
});

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}

interface Sent {
  scopeSpans: { spans: Span[] }[];
}
