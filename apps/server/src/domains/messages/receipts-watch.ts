import { type ConversationId, limits, type PrincipalId, type Receipt } from "@qunxin/protocol";
import { newsLost, topic } from "../../platform/bus.ts";
import { companyChanged } from "../company/index.ts";
import { keepingChanged, logChanged } from "../log/index.ts";
import type { Listener } from "./ports.ts";
import type { Board } from "./receipts-board.ts";
import { readRoom } from "./receipts-room.ts";
import type { ReceiptDeps } from "./receipts-standing.ts";

/** Somebody confirmed a message. */
export const confirmed = topic<{
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly personId: PrincipalId;
}>("messages.confirmed");

export interface ReceiptAnswer {
  readonly off: boolean;
  readonly receipts: Receipt[];
}

/** Tells listeners how far their messages were read, while they watch. */
export interface ReceiptWatch {
  /** Replaces what the listener watches there; answers how it stands. */
  watch(conversationId: ConversationId, listener: Listener, seqs: readonly number[]): Promise<ReceiptAnswer>;
  stop(): void;
}

/** At most so often a conversation's listeners are told. */
const everyMs = 900;
/** Reads of one moment are told together. */
const gatherMs = 60;
/** News of a read may get lost between processes: what is watched for long is looked up again. */
const believedMs = 60_000;
const conversationsPerListener = 8;

/** Keeps a board per conversation while somebody watches it, and none otherwise: then a read costs nothing here. */
export function createReceiptWatch(deps: ReceiptDeps): ReceiptWatch {
  const rooms = new Map<ConversationId, Room>();
  const listening = new Map<Listener, Set<ConversationId>>();

  function leave(conversationId: ConversationId, listener: Listener): void {
    listening.get(listener)?.delete(conversationId);
    const room = rooms.get(conversationId);
    room?.remove(listener);
    if (!room?.empty()) return;
    room.stop();
    rooms.delete(conversationId);
  }

  function enter(conversationId: ConversationId, listener: Listener): Room {
    const own = listening.get(listener) ?? new Set();
    if (!listening.has(listener)) {
      listening.set(listener, own);
      listener.onEnd(() => {
        for (const id of [...own]) leave(id, listener);
        listening.delete(listener);
      });
    }
    own.delete(conversationId);
    own.add(conversationId);
    const [oldest] = own;
    if (own.size > conversationsPerListener && oldest) leave(oldest, listener);
    const room = rooms.get(conversationId) ?? createRoom(deps, conversationId);
    rooms.set(conversationId, room);
    return room;
  }

  const outdateAll = () => {
    for (const room of rooms.values()) room.outdate();
  };
  const ends = [
    deps.bus.subscribe(keepingChanged, ({ conversationId, personId, read }) => {
      if (read) rooms.get(conversationId)?.moved(personId, read.readSeq);
    }),
    deps.bus.subscribe(confirmed, ({ conversationId, seq, personId }) => {
      rooms.get(conversationId)?.confirmed(personId, seq);
    }),
    deps.bus.subscribe(logChanged, ({ conversationId, entries, accessChanged }) => {
      const room = rooms.get(conversationId);
      if (!room) return;
      // Who writes has read; what else happens may change who is in, or what is there to be read.
      for (const { by, seq, body } of entries) if (by && body.kind === "message") room.moved(by, seq);
      const talk = entries.length > 0 && entries.every(({ body }) => changesNothing.has(body.kind));
      if (accessChanged !== null || !talk) room.outdate();
    }),
    deps.bus.subscribe(companyChanged, outdateAll),
    deps.bus.subscribe(newsLost, outdateAll),
  ];
  return {
    async watch(conversationId, listener, seqs) {
      if (seqs.length > 0) return enter(conversationId, listener).add(listener, seqs);
      leave(conversationId, listener);
      return { off: false, receipts: [] };
    },
    stop() {
      for (const end of ends) end();
      for (const room of rooms.values()) room.stop();
    },
  };
}

/** Kinds that leave members, options and the watched messages as they are. */
const changesNothing: ReadonlySet<string> = new Set([
  "message",
  "message_edited",
  "message_reacted",
  "message_pinned",
  "poll_voted",
  "poll_closed",
  "chain_joined",
]);

type Room = ReturnType<typeof createRoom>;

/** A conversation somebody watches. */
function createRoom(deps: ReceiptDeps, conversationId: ConversationId) {
  const watching = new Map<Listener, readonly number[]>();
  /** What each listener was told last, by seq; "off" while nothing is shown. */
  const told = new Map<Listener, Map<number, string> | "off">();
  let board: Board | null = null;
  let owners = new Map<PrincipalId, ReadonlySet<number>>();
  let loading: Promise<void> | null = null;
  /** What the store must be asked anew: who is in and what they have read, or only what is watched. */
  let outdated: "members" | "messages" | null = "members";
  let loadedAt = 0;
  let lastTold = 0;
  let timer: NodeJS.Timeout | null = null;
  /** What happened while the store was asked, which its answer may not know. */
  let meanwhile: ((board: Board) => void)[] = [];

  function apply(change: (board: Board) => void): void {
    if (loading) meanwhile.push(change);
    if (board) change(board);
    tellLater();
  }

  async function load(): Promise<void> {
    while (outdated) {
      const current = outdated === "messages" ? board : null;
      outdated = null;
      meanwhile = [];
      const next = await readRoom(deps, conversationId, watching, current);
      owners = next?.owners ?? new Map();
      board = next?.board ?? null;
      if (board) for (const change of meanwhile) change(board);
      if (!current) loadedAt = now();
    }
  }

  function loaded(): Promise<void> {
    if (now() - loadedAt > believedMs) outdated = "members";
    if (outdated) {
      loading ??= load()
        .catch((error: unknown) => {
          outdated = "members";
          throw error;
        })
        .finally(() => {
          loading = null;
        });
    }
    return loading ?? Promise.resolve();
  }

  const now = () => deps.clock.now().getTime();

  function answerFor(listener: Listener): ReceiptAnswer {
    if (!board) return { off: true, receipts: [] };
    const own = owners.get(listener.personId) ?? new Set();
    const seqs = new Set(watching.get(listener)?.filter((seq) => own.has(seq)));
    return { off: false, receipts: board.receipts().filter(({ seq }) => seqs.has(seq)) };
  }

  function remember(listener: Listener, { off, receipts }: ReceiptAnswer): void {
    told.set(listener, off ? "off" : new Map(receipts.map((receipt) => [receipt.seq, JSON.stringify(receipt)])));
  }

  function tellLater(): void {
    timer ??= setTimeout(
      () => {
        timer = null;
        lastTold = now();
        loaded().then(tell, () => outdate());
      },
      Math.min(everyMs, Math.max(gatherMs, lastTold + everyMs - now())),
    );
  }

  function tell(): void {
    for (const listener of watching.keys()) {
      const answer = answerFor(listener);
      const before = told.get(listener);
      remember(listener, answer);
      const known = before instanceof Map ? before : new Map<number, string>();
      const news = answer.receipts.filter((receipt) => known.get(receipt.seq) !== JSON.stringify(receipt));
      const turned = answer.off ? before !== "off" : before === "off";
      if (turned || news.length > 0)
        listener.tell({ type: "receipts", conversationId, off: answer.off, receipts: news });
    }
  }

  function outdate(): void {
    outdated = "members";
    tellLater();
  }

  return {
    async add(listener: Listener, seqs: readonly number[]): Promise<ReceiptAnswer> {
      watching.set(listener, [...new Set(seqs)].slice(0, limits.receiptsPerWatch));
      outdated ??= "messages";
      await loaded();
      const answer = answerFor(listener);
      if (watching.has(listener)) remember(listener, answer);
      return answer;
    },
    remove(listener: Listener): void {
      watching.delete(listener);
      told.delete(listener);
    },
    empty: () => watching.size === 0,
    moved: (id: PrincipalId, seq: number) => apply((now) => now.moved(id, seq)),
    confirmed: (id: PrincipalId, seq: number) => apply((now) => now.confirmed(id, seq)),
    outdate,
    stop(): void {
      if (timer) clearTimeout(timer);
    },
  };
}
