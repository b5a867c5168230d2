import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "@qunxin/client";
import type { CallInput, CallName, ConversationId, ErrorCode, FileId, PrincipalId } from "@qunxin/protocol";
import { type Random, randomFrom } from "@qunxin/testkit";
import { type Underway, uploadThrough } from "./kill-upload.ts";
import type { OfflineDevice } from "./offline-device.ts";

/** Somebody who talks, acts and uploads while the server is killed again and again. */
export interface Talker {
  readonly id: PrincipalId;
  readonly account: string;
  readonly token: string;
  readonly device: OfflineDevice;
}

/** A message somebody sent, and what the server acknowledged of it. */
export interface Said {
  readonly conversationId: ConversationId;
  readonly by: PrincipalId;
  readonly text: string;
  readonly file?: { readonly id: FileId; readonly sha256: string };
  /** Null until acknowledged. */
  seq: number | null;
  /** A quote of what was recalled meanwhile may be refused. */
  refused: ErrorCode | null;
  /** The texts of acknowledged edits, in order. */
  readonly edits: string[];
  recalled: boolean;
  /** By emoji and person: whether it is on, as acknowledged. */
  readonly reactions: Map<string, boolean>;
}

export interface Load {
  readonly said: Said[];
  readonly counts: { acts: number; triedAgain: number; uploads: number; resumed: number };
  /** The upload of the moment, for kills that are to hit one. */
  readonly underway: Underway;
  /** Lets everybody finish what they have in hand, and resolves when all of it is acknowledged. */
  stop(): Promise<void>;
}

/** In every message, so that a search for it finds all. */
export const marker = "断电也在";
const emojis = ["👍", "❤️", "🎉"];
/** Every so manieth message may be recalled, and is never reacted to: a refusal would be a matter of who came first. */
const recallableEvery = 5;
const inHandMax = 8;
const tryAgainMs = 150;

/** Starts the load; everybody draws from a chance of their own, so that what one does shifts nothing for the others. */
export function startLoad(
  url: string,
  talkers: readonly Talker[],
  groups: readonly ConversationId[],
  seeds: Random,
): Load {
  const said: Said[] = [];
  const counts = { acts: 0, triedAgain: 0, uploads: 0, resumed: 0 };
  const underway: Underway = { share: 0 };
  let stopping = false;
  const ownChance = () => randomFrom(seeds.below(2 ** 31));
  const ends = talkers.flatMap((talker) => [talk(talker, ownChance()), act(talker, ownChance())]);
  ends.push(upload(talkers[0] as Talker, ownChance()));

  async function talk(talker: Talker, random: Random): Promise<void> {
    const inHand = new Set<Promise<void>>();
    for (let n = 1; !stopping; n++) {
      const conversationId = random.pick(groups);
      const quoted = random.pick([null, null, recallable(conversationId)]);
      const calls = random.next() < 0.1 ? [random.pick(talkers).id] : [];
      const draft = { mentions: calls, mentionAll: false, replyToSeq: quoted?.seq ?? null };
      const sent = send(talker, conversationId, { ...draft, text: `${talker.account} ${n} ${marker}` });
      inHand.add(sent);
      void sent.finally(() => inHand.delete(sent));
      while (inHand.size >= inHandMax) await Promise.race(inHand);
      await delay(30 + random.below(120));
    }
    await Promise.all(inHand);
  }

  /** Resolves when the server has acknowledged or refused it, through whatever kills. */
  async function send(
    { id: by, device }: Talker,
    conversationId: ConversationId,
    draft: Parameters<OfflineDevice["client"]["timelines"]["send"]>[1],
    file?: Said["file"],
  ): Promise<void> {
    const { text } = draft;
    const one: Said = {
      conversationId,
      by,
      text,
      ...(file && { file }),
      seq: null,
      refused: null,
      edits: [],
      recalled: false,
      reactions: new Map(),
    };
    said.push(one);
    const { timelines } = device.client;
    const clientId = timelines.send(conversationId, draft);
    try {
      one.seq = (await timelines.sent(conversationId, clientId)).seq;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      one.refused = error.code;
      timelines.discard(conversationId, clientId);
    }
  }

  function recallable(conversationId: ConversationId): Said | null {
    const found = said.filter((one) => one.conversationId === conversationId && one.seq !== null && !one.recalled);
    return found.filter(isRecallable).at(-1) ?? null;
  }

  async function act(talker: Talker, random: Random): Promise<void> {
    while (!stopping) {
      await delay(20 + random.below(100));
      const target = random.pick([...said.slice(-60), null]);
      if (!target || target.seq === null || target.recalled) continue;
      const at = { conversationId: target.conversationId, seq: target.seq };
      const own = target.by === talker.id && !target.file;
      if (own && isRecallable(target)) {
        if (random.next() < 0.5) continue;
        target.recalled = true;
        await insist(talker, "messages.recall", at);
      } else if (own && random.next() < 0.6) {
        const text = `${target.text} ${target.edits.length + 1}`;
        await insist(talker, "messages.edit", { ...at, text, mentions: [], mentionAll: false });
        target.edits.push(text);
      } else if (!isRecallable(target)) {
        const emoji = random.pick(emojis);
        const key = `${emoji} ${talker.id}`;
        const on = !target.reactions.get(key);
        await insist(talker, "messages.react", { ...at, emoji, on });
        target.reactions.set(key, on);
      }
    }
  }

  /** Repeats a call until the server has answered it. @throws Failure when it is refused for good */
  async function insist<N extends CallName>({ device }: Talker, name: N, input: CallInput<N>): Promise<void> {
    for (;;) {
      try {
        await device.client.call(name, input);
        counts.acts += 1;
        return;
      } catch (error) {
        if (error instanceof Failure && !passing.has(error.code)) throw error;
        counts.triedAgain += 1;
        await delay(tryAgainMs);
      }
    }
  }

  async function upload(talker: Talker, random: Random): Promise<void> {
    while (!stopping) {
      const bytes = bytesOf(random, 1_000_000 + random.below(3_000_000));
      const file = { name: `${counts.uploads}.bin`, bytes };
      const { id, resumed } = await uploadThrough({ url, token: talker.token }, file, underway);
      counts.uploads += 1;
      counts.resumed += resumed;
      const text = `${talker.account} 文件 ${counts.uploads} ${marker}`;
      const draft = { text, mentions: [], mentionAll: false, replyToSeq: null };
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await send(talker, random.pick(groups), { ...draft, content: { type: "file", fileId: id } }, { id, sha256 });
    }
  }

  return {
    said,
    counts,
    underway,
    async stop() {
      stopping = true;
      await Promise.all(ends);
    },
  };
}

/** Said again later, these may be answered. */
const passing: ReadonlySet<ErrorCode> = new Set([
  "server/busy",
  "server/disk_full",
  "server/stopping",
  "server/unexpected",
  "request/rate_limited",
]);

function isRecallable({ text, file }: Said): boolean {
  return !file && Number(text.split(" ")[1]) % recallableEvery === 0;
}

function bytesOf(random: Random, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE(random.below(2 ** 32), at);
  return bytes;
}
