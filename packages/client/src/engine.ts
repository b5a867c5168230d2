import type { ConversationId, KeepingEvent, PrincipalId } from "@qunxin/protocol";
import { createActs } from "./acts.ts";
import type { Cache } from "./cache.ts";
import { createCall } from "./calls.ts";
import type { Removed, Warning } from "./client.ts";
import { createConversations } from "./conversations.ts";
import { readRecords, recordsInto } from "./device-records.ts";
import { createDrafts, type DraftContent } from "./drafts.ts";
import { createHttpCall } from "./http.ts";
import { createKeeper } from "./keeper.ts";
import { listed } from "./listed.ts";
import { createNews } from "./news.ts";
import { createNotifying } from "./notifying.ts";
import { createPeople } from "./people.ts";
import { createPresence } from "./presence.ts";
import { createReceipts } from "./receipts.ts";
import { createSending } from "./sending.ts";
import { createSession, type Session } from "./session.ts";
import { createSharedSocket } from "./shared-socket.ts";
import { createShelf } from "./shelf.ts";
import { createSignal } from "./signal.ts";
import { createSocket } from "./socket.ts";
import { createFamily, createStore } from "./store.ts";
import { createTabs, type Sharing } from "./tabs.ts";
import { createTimelines } from "./timelines.ts";
import type { Timing, Transport } from "./transport.ts";
import { createTyping } from "./typing.ts";

export interface EngineDeps {
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly cache: Cache | null;
  readonly sharing: Sharing | null;
  readonly timing: Timing;
  readonly build: string;
}

export type Engine = ReturnType<typeof createEngine>;

const entryOverdueMs = 2_000;

/** The parts of a client and how they hang together. */
export function createEngine({ baseUrl, transport, cache, sharing, timing, build }: EngineDeps) {
  let me: PrincipalId | null = null;
  let lastOwner: PrincipalId | null = null;
  let running = true;
  let usable = false;
  let restoring: Promise<void> = Promise.resolve();
  const keeper = createKeeper(cache, timing, build);
  const kept = recordsInto(keeper);
  const tabs = createTabs(sharing);
  const http = createHttpCall(baseUrl, transport, timing);
  const news = createNews(() => engine);
  const socket = createSharedSocket(
    (own) => createSocket(socketUrl(baseUrl), transport, timing, own),
    tabs,
    timing,
    news,
  );
  const call = createCall(http, socket, () => session.ended());
  const warnings = createSignal<Warning>();
  const removals = createSignal<Removed>();
  const keptNews = createSignal<KeepingEvent>();
  const leads = () => tabs.leading.getSnapshot();
  const acts = createActs({
    // A draft that waited is as old as its waiting.
    perform: ({ name, input, order }) =>
      call(name, name === "drafts.set" ? { ...input, agoMs: Math.max(0, timing.now() - order) } : input),
    timing,
    sends: () => usable,
    keep: kept.act,
    finished(act, outcome) {
      conversations.sink.finished(act, outcome);
      drafts.sink.finished(act, outcome);
    },
  });
  const { outbox, adopt } = createSending({
    call,
    timing,
    tabs,
    kept,
    certain: () => usable,
    redraw: (id) => timelines.sink.redraw(id),
    stored: watchOverdue,
    warn(conversationId, clientId, { warning }) {
      if (warning) warnings.tell({ conversationId, clientId, warning });
    },
  });
  const shelf = createShelf(keeper, timing, () => me);
  const conversations = createConversations({
    call,
    acts,
    timing,
    me: () => me,
    purged: (id, firstSeq) => timelines.sink.purged(id, firstSeq),
    keep(id, summary) {
      if (leads()) kept.conversation(id, summary);
      if (!summary) shelf.drop(id);
    },
  });
  const timelines = createTimelines({
    call,
    me: () => me,
    outbox,
    outgoing: outbox.items,
    shownUpTo: outbox.settle,
    listed: () => listed(socket, conversations.list, timing),
    lastSeq: (id) => conversations.list.of(id).getSnapshot()?.lastSeq ?? 0,
    spread(id, work) {
      const members = conversations.list.of(id).getSnapshot()?.memberCount ?? 0;
      timing.after(timing.random() * Math.min(spreadMaxMs, members * spreadPerMemberMs), work);
    },
    ...(cache && { shelf: { ...shelf, live: (id, entries) => void (leads() && shelf.live(id, entries)) } }),
  });
  const typing = createTyping(call, timing);
  const presence = createPresence(call, timing);
  const receipts = createReceipts(call, timing);
  const notifying = createNotifying({
    call,
    me: () => me,
    level: (id) => conversations.list.of(id).getSnapshot()?.notify ?? "all",
    now: () => new Date(timing.now()),
  });
  const people = createPeople(call, timing, kept.person);
  const drafts = createDrafts({
    list: () => call("drafts.list", {}),
    acts,
    timing,
    signedIn: () => me !== null,
    keep: kept.draft,
    tell: (id, draft) => tabs.post("draft", { id, draft }),
  });
  const groupChanges = createFamily<ConversationId, number>(() => 0);
  const directoryChanges = createStore(0);
  const session = createSession(http, timing, follow, keeper.remembered);
  const sinks = [
    conversations.sink,
    timelines.sink,
    typing.sink,
    presence.sink,
    people.sink,
    receipts.sink,
    notifying.sink,
    drafts.sink,
    shelf,
    acts,
  ];

  /** An acknowledged message whose entry does not come by itself is fetched. */
  function watchOverdue(id: ConversationId): void {
    const online = socket.connection.getSnapshot() === "online";
    timing.after(online ? entryOverdueMs : 0, () => {
      if (outbox.items(id).some(({ state }) => state === "sent")) timelines.sink.gap(id);
    });
  }

  async function restore(): Promise<void> {
    const owner = me;
    const [records] = await Promise.all([readRecords(keeper), shelf.restore()]);
    if (owner === null || owner !== me) return;
    conversations.sink.restore(records.conversations);
    people.sink.restore(records.people);
    drafts.sink.restore(records.drafts);
    adopt(records.outbox);
    acts.restore(records.acts);
  }

  function follow(next: Session): void {
    const owner = next.state === "signed_in" ? next.me.id : null;
    const confirmed = next.state === "signed_in" && next.confirmed && !next.me.passwordChangeRequired;
    if (owner !== me) become(owner);
    if (next.state === "signed_in" && next.confirmed) void kept.me(next.me);
    if (next.state === "signed_out" || next.state === "not_set_up") void keeper.wipe();
    usable = confirmed;
    connect();
  }

  function become(owner: PrincipalId | null): void {
    socket.stop();
    tabs.leave();
    me = owner;
    if (owner) keeper.claim(owner);
    for (const sink of sinks) sink.reset();
    // Messages on their way survive the end of a session, for the same person only.
    if (owner && owner !== lastOwner) outbox.reset();
    if (!owner) return;
    lastOwner = owner;
    restoring = restore();
    if (running) tabs.join(owner);
  }

  /** What was asked before a stop may be answered after it. */
  function connect(): void {
    if (usable && running) {
      socket.start();
      void restoring.then(sendWaiting);
    } else socket.stop();
  }

  function sendWaiting(): void {
    outbox.wake();
    acts.wake();
  }

  async function adoptKept(): Promise<void> {
    const records = await readRecords(keeper);
    adopt(records.outbox);
    acts.restore(records.acts);
    sendWaiting();
  }

  tabs.leading.subscribe(() => {
    // Whoever led before may have left something undone.
    if (leads() && me !== null) void restoring.then(adoptKept);
  });
  tabs.on("draft", ({ id, draft }: { id: ConversationId; draft: DraftContent | null }) =>
    drafts.sink.changed(id, draft),
  );

  const engine = {
    call,
    session,
    socket,
    outbox,
    acts,
    conversations,
    timelines,
    typing,
    presence,
    people,
    receipts,
    notifying,
    /** Whether this tab speaks for all of the browser. */
    leads,
    drafts,
    groupChanges,
    directoryChanges,
    warnings,
    removals,
    keptNews,
    timing,
    restored: () => restoring,
    sendWaiting,
    run(on: boolean): void {
      if (on === running) return;
      running = on;
      if (on && me !== null) tabs.join(me);
      if (on) return;
      socket.stop();
      tabs.leave();
    },
    async flush(): Promise<void> {
      await shelf.flush();
      await keeper.flush();
    },
    forget: () => keeper.wipe(),
  };
  return engine;
}

/** Everybody who looks at an edited message asks for it: in a large group not all at once. */
const spreadMaxMs = 3_000;
const spreadPerMemberMs = 2;

/** `ws:` beside `http:`; a page-relative address where the base is the page's own. */
function socketUrl(baseUrl: string): string {
  return `${baseUrl.replace(/^http/, "ws")}/api/socket`;
}
