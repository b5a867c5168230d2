import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { newKey } from "@qunxin/client";
import type { ClientMessageId, ConversationId, FileId } from "@qunxin/protocol";
import { type Random, readRows, type SignedIn } from "@qunxin/testkit";
import { uploadThrough } from "./kill-upload.ts";

/** A message that the server acknowledged, and how long the record of the disk was when that was known. */
export interface Acknowledged {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly text: string;
  readonly at: number;
  readonly file?: { readonly id: FileId; readonly sha256: string };
}

/** Where messages go, in whose name, and what records the disk below. */
export interface Stage {
  readonly url: string;
  readonly talkers: readonly SignedIn[];
  readonly groups: readonly ConversationId[];
  readonly log: string | null;
}

export interface Sent {
  readonly status: number;
  readonly code: string | undefined;
  readonly tookMs: number;
  readonly acknowledged: Acknowledged | null;
}

let said = 0;

/** Sends one message over HTTP, once, and tells what came of it. @throws when the server cannot be reached */
export async function sendOnce(stage: Stage, random: Random, file?: Acknowledged["file"]): Promise<Sent> {
  const [conversationId, talker] = [random.pick(stage.groups), random.pick(stage.talkers)];
  const text = `${talker.account} ${++said}`;
  const since = performance.now();
  const response = await fetch(`${stage.url}/api/messages.send`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${talker.token}` },
    body: JSON.stringify({
      conversationId,
      clientId: newKey<ClientMessageId>(Date.now()),
      text,
      mentions: [],
      mentionAll: false,
      replyToSeq: null,
      ...(file ? { content: { type: "file", fileId: file.id } } : {}),
    }),
  });
  const body = (await response.json()) as { seq?: number; code?: string };
  const tookMs = performance.now() - since;
  const at = stage.log ? statSync(stage.log).size : 0;
  const acknowledged = body.seq ? { conversationId, seq: body.seq, text, at, ...(file ? { file } : {}) } : null;
  return { status: response.status, code: body.code, tookMs, acknowledged };
}

/** Talks with several at once for a while, and sends a file now and then; all that was acknowledged. */
export async function talkFor(stage: Stage, ms: number, random: Random): Promise<Acknowledged[]> {
  const until = performance.now() + ms;
  const acknowledged: Acknowledged[] = [];
  const keep = (one: Acknowledged | null) => void (one && acknowledged.push(one));
  const talk = async () => {
    while (performance.now() < until) keep((await sendOnce(stage, random)).acknowledged);
  };
  const share = async () => {
    while (performance.now() < until) {
      const bytes = Buffer.alloc(100_000 + random.below(200_000), random.below(256));
      const { token } = stage.talkers[0] as SignedIn;
      const { id } = await uploadThrough({ url: stage.url, token }, { name: "a.bin", bytes }, { share: 0 });
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      // Files are sent by who uploaded them.
      const own = { ...stage, talkers: stage.talkers.slice(0, 1) };
      keep((await sendOnce(own, random, { id, sha256 })).acknowledged);
      await delay(50);
    }
  };
  await Promise.all([talk(), talk(), talk(), talk(), share()]);
  return acknowledged;
}

/** What of the acknowledged is not in the store exactly as it was said, and where a conversation has gaps. */
export async function missingFrom(databaseUrl: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const rows = await readRows<{ conversation_id: string; seq: string; text: string }>(
    databaseUrl,
    "select conversation_id, seq, body ->> 'text' as text from entries where kind = 'message'",
  );
  const stored = new Map(rows.map(({ conversation_id, seq, text }) => [`${conversation_id} ${seq}`, text]));
  const missing = acknowledged.filter(
    ({ conversationId, seq, text }) => stored.get(`${conversationId} ${seq}`) !== text,
  );
  const texts = rows.map(({ text }) => text);
  const gaps = await readRows<{ id: string }>(
    databaseUrl,
    `select c.id from conversations c join entries e on e.conversation_id = c.id
     group by c.id having count(*) <> c.last_seq or max(seq) <> c.last_seq or min(seq) <> 1`,
  );
  return [
    ...missing.map(({ text, seq }) => `lost: ${text} at ${seq}`),
    ...texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `twice: ${text}`),
    ...gaps.map(({ id }) => `gap in ${id}`),
  ];
}
