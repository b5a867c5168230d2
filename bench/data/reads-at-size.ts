import { performance } from "node:perf_hooks";
import type { ConversationId } from "@qunxin/protocol";
import { cpuSeconds } from "../harness/cpu.ts";
import type { Mode, Row, Scenario } from "../harness/scenario.ts";
import { percentile } from "../harness/statistics.ts";
import { cpuNote } from "./caller.ts";
import { openWire } from "./catch-up.ts";
import { type Opened, withDataset } from "./open.ts";
import { messageSizes, short, withMessages } from "./sizes.ts";

const asked = 200;
/** Not counted, of other conversations: V8 compiles what runs often, and a server runs for weeks, PostgreSQL is compiled. */
const [manyBefore, someBefore] = [1_500, 300];
/** Below what a socket may ask at once. */
const callsASocket = 250;
/** Times the bare SELECT. */
const ratioGoal = 1.5;

/** What opens every day: at the largest size, against the bare SELECT of the same rows. */
export const readsAtSize: Scenario = {
  name: "reads-at-size",
  title: "last 50, list of 500 conversations, read count in 2,000",
  budgetSeconds: { quick: 15, default: 90, full: 480 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const messages = messageSizes[context.mode].at(-1) ?? 0;
    const dataset = await withMessages(context, messages);
    return withDataset(dataset, async (opened) => {
      const rows: Row[] = [];
      for (const read of await readsOf(opened)) {
        await warmUp(opened, read, context.mode);
        const wire = await openWire(opened.server.url, opened.viewerToken);
        rows.push(await measure(read, wire, messages, opened.server.pid));
        wire.close();
      }
      return rows;
    });
  },
};

type Wire = Awaited<ReturnType<typeof openWire>>;

interface Read {
  readonly what: string;
  readonly p99GoalMs: number;
  readonly before: number;
  /** The same call for what is not measured. */
  warm(wire: Wire, index: number): Promise<number>;
  /** Milliseconds of the call and of the bare statement. */
  product(wire: Wire, index: number): Promise<number>;
  bare(index: number): Promise<number>;
}

async function warmUp({ server, viewerToken }: Opened, read: Read, mode: Mode): Promise<void> {
  const { warm, bare } = read;
  const before = mode === "quick" ? read.before / 3 : read.before;
  for (let from = 0; from < before; from += callsASocket) {
    const wire = await openWire(server.url, viewerToken);
    for (let index = from; index < Math.min(from + callsASocket, before); index++) {
      await warm(wire, index);
      await bare(asked + index);
    }
    wire.close();
  }
}

/**
 * In turn, so that whatever else the machine does meets both; now one first and now the other, since the first to ask
 * finds pages of the database cold that are warm for the second.
 */
async function measure(
  { what, p99GoalMs, product, bare }: Read,
  wire: Wire,
  messages: number,
  pid: number,
): Promise<Row> {
  const [own, raw]: [number[], number[]] = [[], []];
  const before = cpuSeconds(pid);
  for (let index = 0; index < asked; index++) {
    if (index % 2 === 0) own.push(await product(wire, index));
    // On a connection of our own, whose process is a child of the same server: its CPU is counted too.
    raw.push(await bare(index));
    if (index % 2 === 1) own.push(await product(wire, index));
  }
  const cpuMs = ((cpuSeconds(pid) - before) * 1_000) / asked;
  const [p50Ms, p99Ms] = [percentile(own, 0.5), percentile(own, 0.99)];
  const bareMs = percentile(raw, 0.5);
  const ratio = p50Ms / bareMs;
  return {
    what: `${what}, ${short(messages)} messages`,
    value: p50Ms,
    unit: "ms",
    ratio,
    baseline: `bare SELECT (${bareMs.toFixed(2)} ms)`,
    better: "lower",
    p50Ms,
    p99Ms,
    note: `${cpuNote(cpuMs)}, the bare one's included`,
    goals: [
      { text: `≤ ${ratioGoal}× the bare SELECT`, met: ratio <= ratioGoal },
      { text: `p99 < ${p99GoalMs} ms`, met: p99Ms < p99GoalMs },
    ],
  };
}

/**
 * Over the socket, as devices ask, from the frame sent until the last byte of the answer is here. Each on a socket of
 * its own, below whose rate of calls it stays.
 */
async function readsOf(opened: Opened): Promise<Read[]> {
  const { viewer, database, dataset } = opened;
  const { conversations } = await viewer.call("conversations.list", { limit: 500 });
  const { rows: me } = await database.query("select id from people where account = $1", [dataset.world.viewer]);
  const { rows: own } = await database.query<{ seq: string }>(
    `select seq from entries where conversation_id = $1 and author_id = $2 and kind = 'message' order by seq desc limit 50`,
    [dataset.world.bigGroup, me[0].id],
  );
  const groupAt = (index: number) => conversations[index % conversations.length]?.id as ConversationId;
  const others = conversations.slice(asked);
  const otherAt = (index: number) => others[index % others.length]?.id as ConversationId;
  const seqAt = (index: number) => Number(own[index % own.length]?.seq);
  const statement = (name: string, text: string, values: unknown[]) => bareMs(opened, { name, text, values });
  const { bigGroup } = dataset.world;
  const last = (wire: Wire, conversationId: ConversationId, limit = 50) =>
    wire.time("messages.history", { conversationId, limit });
  const lastOf = {
    p99GoalMs: 20,
    before: manyBefore,
    product: (wire: Wire, index: number) => last(wire, groupAt(index)),
    bare: (index: number) => statement("last", lastFifty, [groupAt(index)]),
  };
  const list = (wire: Wire) => wire.time("conversations.list", { limit: 500 });
  const count = (wire: Wire, index: number) =>
    wire.time("receipts.watch", { conversationId: bigGroup, seqs: [seqAt(index)] });
  return [
    // Each once, then each again, as other members ask. Of another length it is as if it had never been opened.
    {
      what: "last 50 of a conversation",
      ...lastOf,
      warm: (wire, index) => last(wire, otherAt(index), 30 + (index % 17)),
    },
    { what: "last 50 of a conversation opened before", ...lastOf, warm: (wire, index) => last(wire, otherAt(index)) },
    {
      what: "list of 500 conversations",
      p99GoalMs: 30,
      before: someBefore,
      product: list,
      warm: list,
      bare: () => statement("list", listOf500, [me[0].id]),
    },
    {
      what: "read count in a group of 2,000",
      p99GoalMs: 5,
      before: manyBefore,
      product: count,
      warm: count,
      bare: (index) => statement("count", readCount, [bigGroup, seqAt(index), me[0].id]),
    },
  ];
}

async function bareMs({ database }: Opened, query: { name: string; text: string; values: unknown[] }): Promise<number> {
  const startedAt = performance.now();
  await database.query(query);
  return performance.now() - startedAt;
}

const lastFifty = `
  select seq, id, ordinal, author_id, client_id, body, created_at, recalled_at, recalled_by, changed_seq from entries
  where conversation_id = $1 and target is null order by seq desc limit 50`;

/** The same rows and columns, without mentions, mosaics and labels, which the product adds. */
const listOf500 = `
  select c.id, c.kind, c.last_seq, c.purged_seq, c.shown_seq, c.last_ordinal, c.last_at, m.role, m.read_seq,
    m.read_ordinal, m.notify_muted, m.notify_nothing, m.pinned_at, m.marked_unread, m.folded, m.hidden_at_seq,
    g.name, g.type, g.member_count, e.id as entry_id, e.author_id, e.client_id, e.body, e.created_at, e.recalled_at,
    e.recalled_by
  from members m join conversations c on c.id = m.conversation_id join groups g on g.id = c.id
  left join entries e on e.conversation_id = c.id and e.seq = c.shown_seq
  where m.principal_id = $1 and m.present order by m.pinned_at desc nulls last, c.last_at desc limit 500`;

const readCount = `
  select count(*) filter (where read_seq >= $2) as read, count(*) as people from members
  where conversation_id = $1 and present and visible @> $2::bigint and principal_id <> $3`;
