import type { ConversationId } from "@qunxin/protocol";
import { client } from "../../app/live.ts";

/** What a notice of the desktop keeps of the message it tells of; the same as in `push-worker.js`. */
interface Told {
  readonly conversationId: ConversationId;
  readonly seq: number;
  /** It asks for a confirmation: to have read is not to have confirmed. */
  readonly confirm: boolean;
}

export interface DesktopNotice extends Told {
  readonly title: string;
  readonly text: string;
  readonly urgent: boolean;
  /** Leads to the message. */
  readonly jump: () => void;
}

/** Notices of this page's own, where no service worker shows them. */
const own = new Map<ConversationId, Notification>();

/** A notice of the desktop; a click leads to the message. Nothing without permission. */
export async function show({ conversationId, seq, confirm, title, text, urgent, jump }: DesktopNotice): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const data: Told = { conversationId, seq, confirm };
  const options = {
    body: text,
    tag: conversationId,
    icon: "/icon-192.png",
    requireInteraction: urgent,
    silent: true,
    data,
  };
  const registration = await navigator.serviceWorker?.getRegistration();
  // A push's notice and a worker's replace each other, and every tab can close it; Android knows no others.
  if (registration?.active) await registration.showNotification(title, options);
  else {
    const notice = new Notification(title, options);
    own.set(conversationId, notice);
    notice.onclick = () => {
      window.focus();
      notice.close();
      jump();
    };
  }
  // It may have been read while the notice was on its way.
  await closeRead(conversationId);
}

/** Closes the notices of a conversation that is in front of somebody. */
export async function closeShown(id: ConversationId): Promise<void> {
  for (const notice of await shownOf(id)) notice.close();
  own.delete(id);
}

/** What is read needs no notice any more, wherever it was read and whoever showed it: a page or the service worker. */
export function followReading(): void {
  client.conversations.onRead(({ conversationId }) => void closeRead(conversationId));
  // While no page was open nobody closed anything.
  let caughtUp = false;
  const catchUp = () => {
    if (caughtUp || !client.conversations.getSnapshot().fetched) return;
    caughtUp = true;
    void closeRead();
  };
  client.conversations.subscribe(catchUp);
  catchUp();
}

async function closeRead(id?: ConversationId): Promise<void> {
  for (const notice of await shownOf(id)) {
    const { conversationId, seq, confirm } = notice.data as Told;
    const readSeq = client.conversations.of(conversationId).getSnapshot()?.readSeq ?? 0;
    if (confirm || seq > readSeq) continue;
    notice.close();
    if (own.get(conversationId) === notice) own.delete(conversationId);
  }
}

/** The notices of one conversation, or of all, that this browser shows. */
async function shownOf(id?: ConversationId): Promise<Notification[]> {
  const pages = [...own.values()].filter(({ tag }) => id === undefined || tag === id);
  const registration = await navigator.serviceWorker?.getRegistration();
  const workers = (await registration?.getNotifications?.(id === undefined ? {} : { tag: id })) ?? [];
  // What the browser itself says of a push has no data.
  return [...pages, ...workers.filter(({ data }) => typeof data?.conversationId === "string")];
}
