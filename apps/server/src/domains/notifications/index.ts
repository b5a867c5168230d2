import { type ConversationId, fail, type PrincipalId } from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { BackgroundTask } from "../../platform/jobs.ts";
import type { OutboxConsumer } from "../../platform/outbox.ts";
import { type Reminder, remindTask } from "../messages/index.ts";
import type { NotificationsDeps } from "./deps.ts";
import { publicHosts } from "./push-guard.ts";
import { createPushKeys } from "./push-keys.ts";
import { planPushes, planReminders } from "./push-planning.ts";
import { startSending } from "./push-sending.ts";
import { deleteSubscriptionOf, saveSubscription, sweepPushes } from "./push-store.ts";
import { get, set } from "./settings.ts";

export type { NotificationsDeps } from "./deps.ts";
export type { PushGuard } from "./push-guard.ts";
export { opensPushKey } from "./push-keys.ts";
export { notificationsChanged } from "./settings.ts";

/** People are reminded of a message to be confirmed, by its author or (null) by the schedule. */
export const confirmAsked = topic<Reminder & { readonly personIds: readonly PrincipalId[] }>(
  "notifications.confirm_asked",
);

export interface Notifications {
  readonly useCases: UseCasesOf<"notifications">;
  /** Work that follows what the log stored. */
  readonly consumer: OutboxConsumer;
  readonly tasks: Record<typeof remindTask, BackgroundTask>;
  /** Sends pushes until stopped; on a node that works in the background. */
  startSending(): { stop(): Promise<void> };
  sweep(): Promise<void>;
}

const deliveriesKeptMs = 2 * 24 * 3_600_000;
/** So many people are one piece of news: it must travel between processes. */
const peoplePerNews = 150;

/** Who is told of what, when and where. */
export function createNotifications(deps: NotificationsDeps): Notifications {
  const guard = deps.guard ?? publicHosts;
  const keys = createPushKeys(deps);

  async function remind({ conversationId, seq, by }: Reminder): Promise<void> {
    const people = await deps.messages.confirmations.unconfirmed({ conversationId, seq });
    for (let at = 0; at < people.length; at += peoplePerNews) {
      const personIds = people.slice(at, at + peoplePerNews);
      deps.bus.publish(confirmAsked, { conversationId, seq, by, personIds });
    }
    await planReminders(deps, { conversationId, seq }, people);
  }

  return {
    useCases: {
      "notifications.settings": get(deps),
      "notifications.set": set(deps),
      "notifications.pushKey": async () => ({ key: (await keys()).publicKey.toString("base64url") }),
      "notifications.subscribePush": async ({ endpoint, keys: { p256dh, auth } }, actor) => {
        if (!guard.allows(endpoint)) fail("notifications/push_endpoint");
        const point = Buffer.from(p256dh, "base64url");
        if (point.length !== 65 || point[0] !== 4) fail("notifications/push_endpoint");
        const { id: personId, sessionId } = actor;
        const own = { endpoint, sessionId, personId, p256dh: point, auth: Buffer.from(auth, "base64url") };
        await deps.transact((tx) => saveSubscription(tx, { ...own, at: deps.clock.now() }));
        return {};
      },
      "notifications.unsubscribePush": async (_args, actor) => {
        await deps.transact((tx) => deleteSubscriptionOf(tx, actor.sessionId));
        return {};
      },
    },
    async consumer(items) {
      await deps.messages.confirmations.note(items);
      await planPushes(deps, items);
    },
    tasks: {
      [remindTask]: ({ conversationId, seq, by }) =>
        remind({
          conversationId: conversationId as ConversationId,
          seq: Number(seq),
          by: (by ?? null) as PrincipalId | null,
        }),
    },
    startSending: () => startSending({ ...deps, keys, guard }),
    async sweep() {
      const now = deps.clock.now();
      await deps.transact((tx) => sweepPushes(tx, now, new Date(now.getTime() - deliveriesKeptMs)));
    },
  };
}
