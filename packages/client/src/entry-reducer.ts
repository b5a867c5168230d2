import { type Entry, isAct, type MessageState, type PrincipalId, threadOf } from "@qunxin/protocol";

/**
 * What a later entry makes of an earlier one: the same entry, a changed one, or "fetch" when only the server can tell
 * what it looks like now. Entries that are in already (by `changedSeq`) change nothing, so the order and the number of
 * times do not matter as long as the later entries come in order.
 */
export function reduceEntry(entry: Entry, act: Entry, me: PrincipalId | null): Entry | "fetch" {
  const { body } = act;
  if (!isAct(body)) return threadOf(body) === entry.seq ? answered(entry, act) : entry;
  if (entry.seq !== body.target) return body.kind === "message_recalled" ? withMaskedQuote(entry, body.target) : entry;
  if (entry.body.kind !== "message" || isIn(entry, act)) return entry;
  const state = entry.state ?? {};
  switch (body.kind) {
    case "message_edited":
      return "fetch";
    case "message_recalled":
      return recalledBy(entry, act);
    case "message_reacted":
      return withPart(entry, act.seq, "reactions", reactionsAfter(state.reactions ?? [], body, act.by === me));
    case "message_pinned":
      return withPart(entry, act.seq, "pinned", body.on ? { by: act.by as PrincipalId, at: act.at } : undefined);
    case "poll_voted":
      return withPart(entry, act.seq, "poll", pollAfter(entry, body, act.by !== null && act.by === me));
    case "poll_closed":
      return withPart(entry, act.seq, "poll", { ...(state.poll ?? emptyPoll(entry)), closed: true });
    case "chain_joined":
      return withPart(entry, act.seq, "chain", chainAfter(state.chain ?? [], act, body.text));
    default:
      // A newer server may tell of an act that this client does not know.
      body satisfies never;
      return "fetch";
  }
}

function isIn(entry: Entry, act: Entry): boolean {
  return (entry.changedSeq ?? 0) >= act.seq;
}

function answered(root: Entry, answer: Entry): Entry {
  if (root.body.kind !== "message" || isIn(root, answer)) return root;
  const count = (root.state?.thread?.count ?? 0) + 1;
  return withPart(root, answer.seq, "thread", { count, lastAt: answer.at });
}

function withMaskedQuote(entry: Entry, target: number): Entry {
  const { body } = entry;
  if (body.kind !== "message" || body.replyTo?.seq !== target || body.replyTo.recalled) return entry;
  return { ...entry, body: { ...body, replyTo: { ...body.replyTo, text: "", recalled: true } } };
}

function recalledBy({ state: _state, ...entry }: Entry, { by, at, seq }: Entry): Entry {
  const thread = threadOf(entry.body);
  const body = { kind: "recalled", recalledBy: by as PrincipalId, at } as const;
  return { ...entry, body: { ...body, ...(thread === undefined ? {} : { thread }) }, changedSeq: seq };
}

/** The entry with that part of its state; a part without anything to tell is absent, and so is an empty state. */
function withPart<K extends keyof MessageState>(
  { state: before, ...entry }: Entry,
  changedSeq: number,
  part: K,
  value: MessageState[K] | undefined,
): Entry {
  const { [part]: _gone, ...rest } = before ?? {};
  const state = value === undefined ? rest : { ...rest, [part]: value };
  return { ...entry, ...(Object.keys(state).length > 0 ? { state } : {}), changedSeq };
}

function reactionsAfter(
  before: NonNullable<MessageState["reactions"]>,
  { emoji, on }: { readonly emoji: string; readonly on: boolean },
  own: boolean,
): MessageState["reactions"] {
  const found = before.find((one) => one.emoji === emoji) ?? { emoji, count: 0, mine: false };
  const next = { emoji, count: found.count + (on ? 1 : -1), mine: own ? on : found.mine };
  const known = before.some((one) => one.emoji === emoji);
  const after = known ? before.map((one) => (one.emoji === emoji ? next : one)) : [...before, next];
  const left = after.filter(({ count }) => count > 0);
  return left.length > 0 ? left : undefined;
}

function emptyPoll({ body }: Entry): NonNullable<MessageState["poll"]> {
  const options = body.kind === "message" && body.content?.type === "poll" ? body.content.options.length : 0;
  return { counts: new Array<number>(options).fill(0), voters: 0, mine: [], closed: false };
}

function pollAfter(
  entry: Entry,
  { added, removed, voters }: { readonly added: number[]; readonly removed: number[]; readonly voters: number },
  own: boolean,
): MessageState["poll"] {
  const before = entry.state?.poll ?? emptyPoll(entry);
  const change = (option: number) => (added.includes(option) ? 1 : 0) - (removed.includes(option) ? 1 : 0);
  const mine = [...before.mine.filter((option) => !removed.includes(option)), ...added].sort((a, b) => a - b);
  const after = {
    ...before,
    counts: before.counts.map((count, option) => count + change(option)),
    voters: before.voters + voters,
    mine: own ? mine : before.mine,
  };
  return after.voters > 0 || after.closed ? after : undefined;
}

function chainAfter(
  before: NonNullable<MessageState["chain"]>,
  { by, at }: Entry,
  text: string | null,
): MessageState["chain"] {
  const author = by as PrincipalId;
  const known = before.some((line) => line.by === author);
  if (text === null) {
    const left = before.filter((line) => line.by !== author);
    return left.length > 0 ? left : undefined;
  }
  if (!known) return [...before, { by: author, text, at }];
  return before.map((line) => (line.by === author ? { ...line, text } : line));
}
