import { isAct, type ServerEvent } from "@qunxin/protocol";
import type { Engine } from "./engine.ts";
import type { SocketNews } from "./socket.ts";

const listRetryMs = 2_000;
/** Acts that screens beside the timeline show, also of messages that are not loaded: what is pinned, and no longer. */
const reachesFar: ReadonlySet<string> = new Set(["message_pinned", "message_recalled"]);

/** What the socket brings, told to the parts it concerns. `engine` is asked for when something comes. */
export function createNews(engine: () => Engine): SocketNews {
  /** The list must come once the socket is there, even if the server has too much to do at first. */
  async function refreshList(): Promise<void> {
    const { conversations, timing, socket } = engine();
    try {
      await conversations.list.refresh();
    } catch {
      timing.after(listRetryMs, () => {
        if (socket.connection.getSnapshot() === "online") void refreshList();
      });
    }
  }

  async function catchUp(): Promise<void> {
    const { restored, sendWaiting, presence, people, drafts, timelines, conversations } = engine();
    conversations.sink.cut();
    presence.sink.online();
    people.sink.online();
    engine().receipts.sink.online();
    engine().notifying.sink.changed();
    await restored();
    sendWaiting();
    // A failure heals with the next connection.
    void drafts.sink.online().catch(() => undefined);
    // First, because it tells what each timeline lacks.
    await refreshList();
    timelines.sink.catchUpAll();
  }

  return {
    online: () => void catchUp(),
    entries({ c, e }) {
      const { conversations, timelines, typing, groupChanges } = engine();
      conversations.sink.entries(c, e);
      timelines.sink.entries(c, e);
      typing.sink.entries(c, e);
      engine().notifying.sink.entries(c, e);
      if (e.some(({ body }) => body.kind !== "message" && (!isAct(body) || reachesFar.has(body.kind))))
        groupChanges.of(c).update((count) => count + 1);
    },
    gap({ c }) {
      const { conversations, timelines, groupChanges } = engine();
      conversations.sink.gap(c);
      timelines.sink.gap(c);
      groupChanges.of(c).update((count) => count + 1);
    },
    event: (event) => (event.type === "news.lost" ? void catchUp() : takeEvent(engine(), event)),
    signedOut: () => engine().session.ended(),
    refused: () => void engine().session.load(),
  };
}

function takeEvent(engine: Engine, event: Exclude<ServerEvent, { type: "news.lost" }>): void {
  const { conversations, timelines, drafts } = engine;
  switch (event.type) {
    case "conversation.added":
      conversations.sink.added(event.conversation);
      timelines.sink.added(event.conversation.id);
      return;
    case "conversation.removed":
      conversations.sink.removed(event.conversationId);
      timelines.sink.removed(event.conversationId);
      drafts.sink.removed(event.conversationId);
      engine.removals.tell({ conversationId: event.conversationId, reason: event.reason });
      return;
    case "conversation.purged":
      conversations.sink.purged(event.conversationId, event.firstSeq);
      return;
    case "conversation.changed":
      conversations.sink.changed(event.conversation);
      return;
    case "conversation.read":
      conversations.sink.read(event);
      return;
    case "group.changed":
      engine.groupChanges.of(event.conversationId).update((count) => count + 1);
      return;
    case "draft.changed": {
      const { draft } = event;
      const content = draft && { text: draft.text, mentions: draft.mentions, replyToSeq: draft.replyToSeq };
      drafts.sink.changed(event.conversationId, content);
      return;
    }
    case "entries.changed":
      timelines.sink.changed(event.conversationId, event.seqs);
      return;
    case "typing":
      engine.typing.sink.typing(event.conversationId, event.by);
      return;
    case "presence":
      engine.presence.sink.presence(event.id, event.online);
      return;
    case "directory.changed":
      engine.people.sink.changed(event.ids);
      engine.directoryChanges.update((count) => count + 1);
      return;
    case "receipts":
      engine.receipts.sink.receipts(event);
      return;
    case "message.confirmed":
      engine.receipts.sink.confirmed(event.conversationId, event.seq);
      return;
    case "confirm.asked":
      engine.receipts.sink.asked(event);
      return;
    case "notifications.changed":
      engine.notifying.sink.changed();
      return;
    case "favourites.changed":
    case "reminders.changed":
    case "reminder.due":
    case "scheduled.changed":
    case "labels.changed":
      engine.keptNews.tell(event);
      return;
    case "me.changed":
      return void engine.session.load();
    default:
      // A newer server may tell what this client does not know.
      event satisfies never;
  }
}
