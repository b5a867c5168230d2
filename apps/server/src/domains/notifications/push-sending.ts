import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { pushes } from "../../platform/metrics.ts";
import type { NotificationsDeps } from "./deps.ts";
import { encryptPush, type KeyPair, vapidHeader } from "./push-encryption.ts";
import type { PushGuard } from "./push-guard.ts";
import {
  claimDeliveries,
  type Delivery,
  deleteSubscription,
  type PushContext,
  postpone,
  readPushContext,
} from "./push-store.ts";
import { pushText } from "./push-text.ts";
import { completeSettings } from "./settings.ts";

/** What a push carries to the service worker. */
export interface PushPayload {
  readonly kind: "message" | "reminder" | "withdraw";
  readonly conversationId: string;
  readonly seq: number;
  readonly title: string;
  readonly body: string;
  readonly urgent: boolean;
  readonly at: string;
  /** Unread messages in all, for the badge. */
  readonly unread: number;
  /** Up to which seq conversations were read that earlier pushes told this browser of: those notices are closed. */
  readonly read: Readonly<Record<string, number>>;
}

export interface SendingDeps extends Pick<NotificationsDeps, "reading" | "transact" | "clock" | "company" | "log"> {
  readonly keys: () => Promise<KeyPair>;
  readonly guard: PushGuard;
}

const pollMs = 500;
const atOnce = 20;
const leaseMs = 30_000;
const maxTries = 6;
const timeoutMs = 10_000;
const ttlSeconds = 24 * 3_600;

/** Sends what is due, until stopped. Any number of processes may run it. */
export function startSending(deps: SendingDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const sent = await sendDue(deps).catch((err) => {
        deps.log.warn({ err }, "pushes cannot be read");
        return 0;
      });
      if (sent < atOnce) await delay(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const done = run();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Sends some of what is due; answers how many deliveries were taken in hand. */
export async function sendDue(deps: SendingDeps): Promise<number> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const due = await deps.transact((tx) => claimDeliveries(tx, now, { leaseUntil, limit: atOnce }));
  await Promise.all(due.map((delivery) => deliver(deps, delivery)));
  return due.length;
}

async function deliver(deps: SendingDeps, delivery: Delivery): Promise<void> {
  const outcome = await attempt(deps, delivery).catch((err): Outcome => {
    deps.log.warn({ err, conversationId: delivery.conversationId, seq: delivery.seq }, "a push failed");
    return "again";
  });
  pushes.sent.inc({ outcome });
  await deps.transact((tx) => {
    if (outcome === "gone") return deleteSubscription(tx, delivery.endpoint);
    const again = outcome === "again" && delivery.tries < maxTries;
    return postpone(tx, delivery, again ? new Date(deps.clock.now().getTime() + backoffMs(delivery.tries)) : null);
  });
}

type Outcome = "done" | "gone" | "again";

async function attempt(deps: SendingDeps, delivery: Delivery): Promise<Outcome> {
  const now = deps.clock.now();
  const context = await readPushContext(deps.reading, delivery, now);
  if (!context || isSettled(delivery, context)) return "done";
  const policy = (await deps.company.policy()).notifications;
  const info = await deps.company.info();
  const { preview, desktop } = completeSettings(context.settings ?? undefined);
  if (!desktop && delivery.kind !== "withdraw") return "done";
  const reminder = delivery.kind.startsWith("reminder");
  const how = { locale: info?.locale ?? "zh-CN", content: policy.pushContent, preview, reminder } as const;
  const payload: PushPayload = {
    kind: delivery.kind === "withdraw" ? "withdraw" : reminder ? "reminder" : "message",
    conversationId: delivery.conversationId,
    seq: delivery.seq,
    ...(delivery.kind === "withdraw" ? { title: "", body: "" } : pushText(context, how)),
    urgent: delivery.urgent,
    at: context.at.toISOString(),
    unread: context.unread,
    read: context.readElsewhere,
  };
  return judge(await post(deps, delivery, { payload, context, now }));
}

/** Read, confirmed, recalled or deleted meanwhile. */
function isSettled({ kind }: Delivery, { body, gone, read, confirmed }: PushContext): boolean {
  if (kind === "withdraw") return false;
  if (gone) return true;
  if (body.kind !== "message" && body.kind !== "announced") return true;
  return kind === "message" ? read : confirmed;
}

/** Source: RFC 8030, and what browsers' services answer in fact. */
function judge(status: number): Outcome {
  if (status === 404 || status === 410) return "gone";
  if (status === 429 || status >= 500) return "again";
  return "done";
}

async function post(
  { keys, guard }: SendingDeps,
  { endpoint, conversationId, urgent, kind }: Delivery,
  { payload, context, now }: { payload: PushPayload; context: PushContext; now: Date },
): Promise<number> {
  if (!guard.allows(endpoint)) return 404;
  const pair = await keys();
  const body = encryptPush(JSON.stringify(payload), context);
  const headers = {
    authorization: vapidHeader(endpoint, pair, { now, subject: "mailto:admin@qunxin.invalid" }),
    "content-encoding": "aes128gcm",
    "content-type": "application/octet-stream",
    "content-length": body.length,
    ttl: ttlSeconds,
    urgency: urgent || kind !== "message" ? "high" : "normal",
    // The service keeps only the newest of a topic: one notice per conversation, one for each urgent message.
    topic: createHash("sha256")
      .update(`${conversationId} ${urgent || kind !== "message" ? `${kind} ${payload.seq}` : ""}`)
      .digest("base64url")
      .slice(0, 32),
  };
  const send = new URL(endpoint).protocol === "https:" ? httpsRequest : httpRequest;
  const options = { method: "POST", headers, lookup: guard.lookup, signal: AbortSignal.timeout(timeoutMs) };
  return new Promise((done, failed) => {
    const request = send(endpoint, options, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 500);
    });
    request.on("error", failed);
    request.end(body);
  });
}

/** 5, 20, 80, 320 s ... up to an hour. */
function backoffMs(tries: number): number {
  return Math.min(5_000 * 4 ** (tries - 1), 3_600_000);
}
