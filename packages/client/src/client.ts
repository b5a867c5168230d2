import type { ClientMessageId, ConversationId, PrincipalId, ServerEvent } from "@qunxin/protocol";
import { type Call, createCall } from "./calls.ts";
import { type Conversations, createConversations } from "./conversations.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { createHttpCall } from "./http.ts";
import { createOutbox } from "./outbox.ts";
import { createPeople, type People } from "./people.ts";
import { createPresence, type Presence } from "./presence.ts";
import { createSession, type Session, type SignIn } from "./session.ts";
import { type Connection, createSocket, type SocketNews } from "./socket.ts";
import { createFamily, createStore, type Store } from "./store.ts";
import { createTimelines, type Timelines } from "./timelines.ts";
import { noStorage, realTiming, type Storage, type Timing, type Transport } from "./transport.ts";
import { createTyping, type Typing } from "./typing.ts";

export interface ClientOptions {
  /** Origin of the server, without a slash at the end; empty for the page's own. */
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly storage?: Storage;
  readonly timing?: Timing;
}

export type Warning = {
  readonly conversationId: ConversationId;
  readonly clientId: ClientMessageId;
  readonly warning: "mention_all_denied";
};
export type Removed = Omit<Extract<ServerEvent, { type: "conversation.removed" }>, "type">;

/** Connection, sync and state of one device. */
export interface Client {
  readonly call: Call;
  readonly session: Store<Session>;
  readonly connection: Store<Connection>;
  readonly conversations: Conversations;
  readonly timelines: Timelines;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly people: People;
  readonly drafts: Drafts;
  readonly groupChanges: { of(id: ConversationId): Store<number> };
  readonly directoryChanges: Store<number>;
  /** Asks who is signed in and connects; while the server is unreachable it is tried again and again. */
  start(): Promise<void>;
  stop(): void;
  /** The network is known to be back: tries at once. */
  wake(): void;
  signIn(input: SignIn): Promise<string | null>;
  signOut(): Promise<void>;
  refreshMe(): Promise<void>;
  onWarning(listener: (warning: Warning) => void): () => void;
  onRemoved(listener: (removed: Removed) => void): () => void;
}

const entryOverdueMs = 2_000;
const listRetryMs = 2_000;

/** Builds a client; nothing is sent before `start`. */
export function createClient({ baseUrl, transport, storage = noStorage, timing = realTiming }: ClientOptions): Client {
  let me: PrincipalId | null = null;
  let lastOwner: PrincipalId | null = null;
  let stopped = false;
  const http = createHttpCall(baseUrl, transport, timing);
  const socket = createSocket(socketUrl(baseUrl), transport, timing, news());
  const call = createCall(http, socket, () => session.ended());
  const warnings = createSignal<Warning>();
  const removals = createSignal<Removed>();
  const outbox = createOutbox({
    call,
    timing,
    changed: (id) => timelines.sink.redraw(id),
    acknowledged(conversationId, clientId, { warning }) {
      timelines.sink.redraw(conversationId);
      if (warning) warnings.tell({ conversationId, clientId, warning });
      watchOverdue(conversationId);
    },
  });
  const conversations = createConversations({ call, timing, me: () => me });
  const timelines = createTimelines({
    call,
    me: () => me,
    outbox,
    outgoing: outbox.items,
    shownUpTo: outbox.settle,
  });
  const typing = createTyping(call, timing);
  const presence = createPresence(call, timing);
  const people = createPeople(call, timing);
  const drafts = createDrafts(storage, () => me);
  const groupChanges = createFamily<ConversationId, number>(() => 0);
  const directoryChanges = createStore(0);
  const session = createSession(http, timing, follow);

  /** An acknowledged message whose entry does not come by itself is fetched. */
  function watchOverdue(id: ConversationId): void {
    const online = socket.connection.getSnapshot() === "online";
    timing.after(online ? entryOverdueMs : 0, () => {
      if (outbox.items(id).some(({ state }) => state === "sent")) timelines.sink.gap(id);
    });
  }

  /** The list must come once the socket is there, even if the server has too much to do at first. */
  async function refreshList(): Promise<void> {
    try {
      await conversations.list.refresh();
    } catch {
      timing.after(listRetryMs, () => {
        if (socket.connection.getSnapshot() === "online") void refreshList();
      });
    }
  }

  function news(): SocketNews {
    return {
      online() {
        void refreshList();
        timelines.sink.catchUpAll();
        presence.sink.online();
        people.sink.online();
        outbox.wake();
      },
      entries({ c, e }) {
        conversations.sink.entries(c, e);
        timelines.sink.entries(c, e);
        typing.sink.entries(c, e);
        if (e.some(({ body }) => body.kind !== "message")) groupChanges.of(c).update((count) => count + 1);
      },
      gap({ c }) {
        conversations.sink.gap(c);
        timelines.sink.gap(c);
        groupChanges.of(c).update((count) => count + 1);
      },
      event: takeEvent,
      signedOut: () => session.ended(),
      refused: () => void session.load(),
    };
  }

  function takeEvent(event: ServerEvent): void {
    switch (event.type) {
      case "conversation.added":
        conversations.sink.added(event.conversation);
        timelines.sink.added(event.conversation.id);
        return;
      case "conversation.removed":
        conversations.sink.removed(event.conversationId);
        timelines.sink.removed(event.conversationId);
        removals.tell({ conversationId: event.conversationId, reason: event.reason });
        return;
      case "conversation.changed":
        conversations.sink.changed(event.conversation);
        return;
      case "conversation.read":
        conversations.sink.read(event);
        return;
      case "typing":
        typing.sink.typing(event.conversationId, event.by);
        return;
      case "presence":
        presence.sink.presence(event.id, event.online);
        return;
      case "directory.changed":
        people.sink.changed(event.ids);
        directoryChanges.update((count) => count + 1);
        return;
      case "me.changed":
        return void session.load();
      default:
        // A newer server may tell what this client does not know.
        event satisfies never;
    }
  }

  function follow(next: Session): void {
    const owner = next.state === "signed_in" ? next.me.id : null;
    const usable = next.state === "signed_in" && !next.me.passwordChangeRequired;
    if (owner !== me) {
      socket.stop();
      me = owner;
      for (const sink of [conversations.sink, timelines.sink, typing.sink, presence.sink, people.sink, drafts]) {
        sink.reset();
      }
      // Messages on their way survive the end of a session, for the same person only.
      if (owner && owner !== lastOwner) outbox.reset();
      if (owner) lastOwner = owner;
    }
    // What was asked before a stop may be answered after it.
    if (usable && !stopped) socket.start();
    else socket.stop();
  }

  return {
    call,
    session: session.store,
    connection: socket.connection,
    conversations: conversations.list,
    timelines: timelines.timelines,
    typing: typing.typing,
    presence: presence.presence,
    people: people.people,
    drafts: drafts.drafts,
    groupChanges,
    directoryChanges,
    start() {
      stopped = false;
      return session.start();
    },
    stop() {
      stopped = true;
      session.stop();
      socket.stop();
    },
    wake() {
      session.wake();
      socket.wake();
      outbox.wake();
    },
    signIn(input) {
      stopped = false;
      return session.signIn(input);
    },
    signOut: session.signOut,
    refreshMe: session.load,
    onWarning: warnings.listen,
    onRemoved: removals.listen,
  };
}

/** `ws:` beside `http:`; a page-relative address where the base is the page's own. */
function socketUrl(baseUrl: string): string {
  return `${baseUrl.replace(/^http/, "ws")}/api/socket`;
}

function createSignal<T>(): { tell(value: T): void; listen(listener: (value: T) => void): () => void } {
  const listeners = new Set<(value: T) => void>();
  return {
    tell(value) {
      for (const listener of [...listeners]) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
