import type { ClientMessageId, ConversationId } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { fromRecord, type OutboxRecord, type recordsInto, toRecord } from "./device-records.ts";
import { createOutbox, type Outbox, type Sent } from "./outbox.ts";
import type { Tabs } from "./tabs.ts";
import type { Timing } from "./transport.ts";

export interface Sending {
  readonly outbox: Outbox;
  /** Takes what an earlier life of the page, or a tab that is gone, has left. */
  adopt(records: readonly OutboxRecord[]): void;
}

export interface SendingDeps {
  readonly call: Call;
  readonly timing: Timing;
  readonly tabs: Tabs;
  readonly kept: Pick<ReturnType<typeof recordsInto>, "message">;
  /** Whether it is certain in whose name messages go. */
  readonly certain: () => boolean;
  readonly redraw: (id: ConversationId) => void;
  /** A message was stored; its entry should come by itself. */
  readonly stored: (id: ConversationId) => void;
  /** What the server remarks on a message written in this tab. */
  readonly warn: (id: ConversationId, clientId: ClientMessageId, answer: Sent) => void;
}

interface Post {
  readonly conversationId: ConversationId;
  readonly clientId: ClientMessageId;
  readonly record?: OutboxRecord | null;
  readonly answer?: Sent;
}

/** The outbox of all tabs of a person: each shows all of it, the leading one sends. */
export function createSending({ call, timing, tabs, kept, certain, redraw, stored, warn }: SendingDeps): Sending {
  /** Written in this tab. */
  const own = new Set<ClientMessageId>();

  const outbox = createOutbox({
    call,
    timing,
    sends: () => certain() && tabs.leading.getSnapshot(),
    async keep(conversationId, clientId, item) {
      await kept.message(conversationId, clientId, item);
      const record = item && toRecord(conversationId, item);
      tabs.post("outbox", { conversationId, clientId, record } satisfies Post);
    },
    changed: redraw,
    acknowledged(conversationId, clientId, answer) {
      redraw(conversationId);
      tabs.post("sent", { conversationId, clientId, answer } satisfies Post);
      tellOwn(conversationId, clientId, answer);
      stored(conversationId);
    },
  });

  function tellOwn(conversationId: ConversationId, clientId: ClientMessageId, answer: Sent): void {
    if (own.delete(clientId)) warn(conversationId, clientId, answer);
  }

  tabs.on("outbox", ({ conversationId, clientId, record }: Post) =>
    outbox.take(conversationId, clientId, record ? fromRecord(record) : null),
  );
  tabs.on("sent", ({ conversationId, clientId, answer }: Post) => {
    if (!answer) return;
    outbox.learn(clientId, answer);
    redraw(conversationId);
    tellOwn(conversationId, clientId, answer);
  });

  return {
    outbox: {
      ...outbox,
      send(id, draft) {
        const clientId = outbox.send(id, draft);
        own.add(clientId);
        return clientId;
      },
    },
    adopt(records) {
      for (const record of records) {
        const { conversationId, item } = record;
        const known = outbox.items(conversationId).some(({ clientId }) => clientId === item.clientId);
        if (!known) outbox.take(conversationId, item.clientId, fromRecord(record));
      }
    },
  };
}
