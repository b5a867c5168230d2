import type { ClientMessageId, ConversationId, KeepingEvent, ServerEvent } from "@qunxin/protocol";
import type { Cache } from "./cache.ts";
import type { Call } from "./calls.ts";
import type { Conversations } from "./conversations.ts";
import type { Drafts } from "./drafts.ts";
import { createEngine } from "./engine.ts";
import type { Notifying } from "./notifying.ts";
import type { People } from "./people.ts";
import type { Presence } from "./presence.ts";
import type { Receipts } from "./receipts.ts";
import type { Session, SignIn } from "./session.ts";
import type { Connection } from "./socket.ts";
import type { Store } from "./store.ts";
import type { Sharing } from "./tabs.ts";
import type { Timelines } from "./timelines.ts";
import { realTiming, type Timing, type Transport } from "./transport.ts";
import type { Typing } from "./typing.ts";

export interface ClientOptions {
  /** Origin of the server, without a slash at the end; empty for the page's own. */
  readonly baseUrl: string;
  readonly transport: Transport;
  /** What outlives the page; without it everything lasts as long as the client. */
  readonly cache?: Cache;
  /** How the tabs of one browser find each other, to share one connection; without it each is on its own. */
  readonly sharing?: Sharing;
  readonly timing?: Timing;
  /** Names the build of the app: what another one kept is fetched anew, except what was not sent yet. */
  readonly build?: string;
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
  readonly receipts: Receipts;
  readonly notifying: Notifying;
  readonly drafts: Drafts;
  readonly groupChanges: { of(id: ConversationId): Store<number> };
  readonly directoryChanges: Store<number>;
  /**
   * Asks who is signed in and connects; while the server is unreachable it is tried again and again. Resolves once it is
   * known, be it only from the cache, and what the device keeps is there.
   */
  start(): Promise<void>;
  /** Closes everything; resolves once what was to be kept is. */
  stop(): Promise<void>;
  /** Whether this tab speaks for all tabs of the browser: what is shown once is shown by it. */
  leads(): boolean;
  /** The network is known to be back: tries at once. */
  wake(): void;
  signIn(input: SignIn): Promise<string | null>;
  /** Ends the session and wipes what the device keeps. */
  signOut(): Promise<void>;
  /** Wipes what the device keeps, for when nobody is signed in any more. */
  forget(): Promise<void>;
  refreshMe(): Promise<void>;
  onWarning(listener: (warning: Warning) => void): () => void;
  onRemoved(listener: (removed: Removed) => void): () => void;
  /** What one keeps changed, or has come due: favourites, reminders, messages to be sent, labels. */
  onKept(listener: (event: KeepingEvent) => void): () => void;
}

/** Builds a client; nothing is sent before `start`. */
export function createClient({
  baseUrl,
  transport,
  cache,
  sharing,
  timing = realTiming,
  build = "",
}: ClientOptions): Client {
  const engine = createEngine({ baseUrl, transport, cache: cache ?? null, sharing: sharing ?? null, timing, build });
  const { session, socket, outbox, acts } = engine;
  return {
    call: engine.call,
    session: session.store,
    connection: socket.connection,
    conversations: engine.conversations.list,
    timelines: engine.timelines.timelines,
    typing: engine.typing.typing,
    presence: engine.presence.presence,
    people: engine.people.people,
    receipts: engine.receipts.receipts,
    notifying: engine.notifying.notifying,
    leads: engine.leads,
    drafts: engine.drafts.drafts,
    groupChanges: engine.groupChanges,
    directoryChanges: engine.directoryChanges,
    async start() {
      engine.run(true);
      await session.start();
      await engine.restored();
    },
    async stop() {
      engine.run(false);
      session.stop();
      await engine.flush();
    },
    wake() {
      session.wake();
      socket.wake();
      outbox.wake();
      acts.wake();
    },
    signIn(input) {
      engine.run(true);
      return session.signIn(input);
    },
    async signOut() {
      await session.signOut();
      await engine.forget();
    },
    forget: engine.forget,
    refreshMe: session.load,
    onWarning: engine.warnings.listen,
    onRemoved: engine.removals.listen,
    onKept: engine.keptNews.listen,
  };
}
