import type { PrincipalId, Receipt } from "@qunxin/protocol";

/** A stay in the conversation: seqs from `from` up to, not including, `to`. */
export interface Stay {
  readonly from: number;
  readonly to: number;
}

/** A present member: how far they have read, of what they may see. */
export interface Reader {
  readonly id: PrincipalId;
  readonly readSeq: number;
  readonly stays: readonly Stay[];
}

/** A message whose receipts somebody looks at. `confirmed`: who has confirmed it; null where nobody is asked to. */
export interface Watched {
  readonly seq: number;
  readonly author: PrincipalId | null;
  readonly confirmed: ReadonlySet<PrincipalId> | null;
}

/** Who has read how much of some messages of a conversation. */
export interface Board {
  /** Somebody read up to `seq`; never back. Costs the logarithm of what is watched. */
  moved(id: PrincipalId, seq: number): void;
  confirmed(id: PrincipalId, seq: number): void;
  /** In the order of seq. */
  receipts(): Receipt[];
  /** Looks at other messages from now on; everybody stands as they stood. */
  watch(messages: readonly Watched[]): void;
}

/** A board as of these members and messages; whoever comes or goes makes a new one. */
export function createBoard(readers: Iterable<Reader>, messages: readonly Watched[]): Board {
  const members = new Map<PrincipalId, { readSeq: number; readonly stays: readonly Stay[] }>();
  for (const { id, readSeq, stays } of readers) members.set(id, { readSeq, stays });
  let watched: Watched[] = [];
  let seqs: number[] = [];
  let confirmations: (Set<PrincipalId> | null)[] = [];
  // Differences: the sum up to a place is how many may see, and have read, the message there.
  let audience = new Int32Array();
  let read = new Int32Array();

  function watch(others: readonly Watched[]): void {
    watched = [...others].sort((a, b) => a.seq - b.seq);
    seqs = watched.map(({ seq }) => seq);
    confirmations = watched.map(({ confirmed }) => confirmed && new Set(confirmed));
    audience = new Int32Array(seqs.length + 1);
    read = new Int32Array(seqs.length + 1);
    for (const { readSeq, stays } of members.values()) {
      addTo(audience, stays, { above: 0, to: Number.MAX_SAFE_INTEGER });
      addTo(read, stays, { above: 0, to: readSeq });
    }
  }

  function addTo(sums: Int32Array, stays: readonly Stay[], part: { above: number; to: number }): void {
    for (const { from, to } of stays) {
      const first = firstAtLeast(seqs, Math.max(from, part.above + 1));
      const end = firstAtLeast(seqs, Math.min(to, part.to + 1));
      if (end <= first) continue;
      sums[first] = (sums[first] ?? 0) + 1;
      sums[end] = (sums[end] ?? 0) - 1;
    }
  }

  const sees = (id: PrincipalId, seq: number) =>
    members.get(id)?.stays.some(({ from, to }) => from <= seq && seq < to) ?? false;
  const hasRead = (id: PrincipalId, seq: number) => (members.get(id)?.readSeq ?? 0) >= seq;

  function receiptOf({ seq, author }: Watched, index: number, sums: { audience: number; read: number }): Receipt {
    const own = author !== null && sees(author, seq);
    const all = sums.audience - (own ? 1 : 0);
    const readers = sums.read - (own && hasRead(author, seq) ? 1 : 0);
    const confirmed = confirmations[index];
    if (!confirmed) return { seq, unread: all - readers, read: readers };
    const counted = [...confirmed].filter((id) => id !== author && sees(id, seq));
    const confirmedAndRead = counted.filter((id) => hasRead(id, seq)).length;
    const onlyRead = readers - confirmedAndRead;
    return { seq, unread: all - onlyRead - counted.length, read: onlyRead, confirmed: counted.length };
  }

  watch(messages);
  return {
    watch,
    moved(id, seq) {
      const member = members.get(id);
      if (!member || member.readSeq >= seq) return;
      addTo(read, member.stays, { above: member.readSeq, to: seq });
      member.readSeq = seq;
    },
    confirmed(id, seq) {
      confirmations[seqs.indexOf(seq)]?.add(id);
    },
    receipts() {
      const sums = { audience: 0, read: 0 };
      return watched.map((message, index) => {
        sums.audience += audience[index] ?? 0;
        sums.read += read[index] ?? 0;
        return receiptOf(message, index, sums);
      });
    },
  };
}

/** Index of the first number not below `value`. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
