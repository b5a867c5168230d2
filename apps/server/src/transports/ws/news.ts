import { type ConversationId, closeCodes, type PrincipalId, type ServerEvent } from "@qunxin/protocol";
import { directoryChanged } from "../../domains/directory/index.ts";
import { groupChanged } from "../../domains/groups/index.ts";
import { actorsChanged, sessionsEnded } from "../../domains/identity/index.ts";
import { historyPurged, keepingChanged, logChanged, ownEntriesChanged } from "../../domains/log/index.ts";
import { confirmed, draftChanged, keptChanged, type Messages } from "../../domains/messages/index.ts";
import { confirmAsked, notificationsChanged } from "../../domains/notifications/index.ts";
import type { Bus } from "../../platform/bus.ts";
import { encodeEvent } from "./frame.ts";
import type { Hub } from "./hub.ts";

/** More changed people than this are told as "many". */
const maxNamed = 200;
const gatherMs = 300;

/** Turns what the domains publish into what devices are told. The answer ends it. */
export function relayNews(bus: Bus, hub: Hub, announce: Announce, tellDraft: TellDraft): () => void {
  const directory = gatherDirectory(hub);
  const ends = [
    bus.subscribe(logChanged, hub.publish),
    bus.subscribe(historyPurged, ({ conversationId, firstSeq }) =>
      tellMembers(hub, conversationId, { type: "conversation.purged", conversationId, firstSeq }),
    ),
    bus.subscribe(groupChanged, ({ conversationId }) =>
      tellMembers(hub, conversationId, { type: "group.changed", conversationId }),
    ),
    bus.subscribe(keepingChanged, ({ conversationId, personId, read }) => {
      if (read) hub.tell(personId, { type: "conversation.read", conversationId, ...read });
      else announce("conversation.changed", personId, conversationId);
    }),
    bus.subscribe(draftChanged, ({ personId, conversationId }) => tellDraft(personId, conversationId)),
    bus.subscribe(confirmed, ({ personId, ...which }) => hub.tell(personId, { type: "message.confirmed", ...which })),
    bus.subscribe(confirmAsked, ({ personIds, ...which }) => {
      for (const id of personIds) hub.tell(id, { type: "confirm.asked", ...which });
    }),
    bus.subscribe(notificationsChanged, ({ personId }) => hub.tell(personId, { type: "notifications.changed" })),
    bus.subscribe(ownEntriesChanged, ({ personId, conversationId, seqs }) =>
      hub.tell(personId, { type: "entries.changed", conversationId, seqs: [...seqs] }),
    ),
    bus.subscribe(keptChanged, ({ personId, event }) => hub.tell(personId, event)),
    bus.subscribe(actorsChanged, ({ personIds }) => {
      for (const id of personIds) hub.tell(id, { type: "me.changed" });
    }),
    bus.subscribe(directoryChanged, ({ ids }) => directory.add(ids)),
    bus.subscribe(sessionsEnded, ({ sessionIds, personIds }) => {
      if (sessionIds.length + personIds.length === 0) return recheck(hub);
      const [sessions, people] = [new Set(sessionIds), new Set(personIds)];
      for (const connection of [...hub.all()]) {
        const { sessionId, personId } = connection;
        if (sessions.has(sessionId) || people.has(personId)) connection.close(closeCodes.signedOut);
      }
    }),
  ];
  return () => {
    for (const end of ends) end();
    directory.stop();
  };
}

/** The same bytes for everybody in that conversation who is connected here. */
function tellMembers(hub: Hub, conversationId: ConversationId, event: ServerEvent): void {
  const frame = encodeEvent(event);
  for (const connection of hub.channel(conversationId)?.connections() ?? []) connection.send(frame);
}

/** Too many sessions ended to be named: every connection is asked. */
function recheck(hub: Hub): void {
  for (const connection of [...hub.all()]) {
    // What cannot be known now is known at the connection's next call.
    const unknown = () => true;
    void connection
      .lives()
      .catch(unknown)
      .then((lives) => lives || connection.close(closeCodes.signedOut));
  }
}

/** An import changes thousands in a row: they are told together. */
function gatherDirectory(hub: Hub): { add(ids: readonly PrincipalId[]): void; stop(): void } {
  let changed = new Set<PrincipalId>();
  let many = false;
  let timer: NodeJS.Timeout | null = null;

  function tell(): void {
    timer = null;
    const ids = many || changed.size > maxNamed ? [] : [...changed];
    for (const id of changed) hub.tell(id, { type: "me.changed" });
    changed = new Set();
    many = false;
    const frame = encodeEvent({ type: "directory.changed", ids });
    for (const connection of hub.all()) connection.send(frame);
  }

  return {
    add(ids) {
      if (ids.length === 0) many = true;
      for (const id of ids) changed.add(id);
      timer ??= setTimeout(tell, gatherMs);
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}

export type Announce = (
  type: "conversation.added" | "conversation.changed",
  personId: PrincipalId,
  conversationId: ConversationId,
) => void;

export type TellDraft = (personId: PrincipalId, conversationId: ConversationId) => void;

/** Sends a person's devices what stands as their draft. */
export function createTellDraft(hub: () => Hub, messages: Messages, onError: (error: unknown) => void): TellDraft {
  return (personId, conversationId) => {
    if (hub().of(personId).size === 0) return;
    messages
      .draftOf(personId, conversationId)
      .then((draft) => hub().tell(personId, { type: "draft.changed", conversationId, draft }), onError);
  };
}

/** So many summaries are read at once; a joining of thousands must not take every connection of the pool. */
const parallel = 3;

/** Sends a person's devices the conversation as their list shows it, unless they are out of it by then. */
export function createAnnounce(hub: () => Hub, messages: Messages, onError: (error: unknown) => void): Announce {
  const queue: Parameters<Announce>[] = [];
  let running = 0;

  async function run(): Promise<void> {
    running += 1;
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [type, personId, conversationId] = next;
      const conversation = await messages.summaryFor(personId, conversationId).catch(onError);
      if (conversation && hub().follows(personId, conversationId)) hub().tell(personId, { type, conversation });
    }
    running -= 1;
  }

  return (...request) => {
    if (hub().of(request[1]).size === 0) return;
    queue.push(request);
    if (running < parallel) void run();
  };
}
