import { type ConversationId, fail, type PrincipalId, type ReminderHours } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { OutboxItem } from "../../platform/outbox.ts";
import { toCsv } from "./confirmations-csv.ts";
import { mayNudgeAt, nextReminder, usualReminderHours } from "./confirmations-rules.ts";
import * as store from "./confirmations-store.ts";
import type { MessagesDeps } from "./deps.ts";
import { demandReceipted, type ReceiptDeps, standingOf } from "./receipts-standing.ts";
import type { Receipted } from "./receipts-store.ts";
import { confirmed } from "./receipts-watch.ts";

/** Background work: reminds whoever has not confirmed the message; its payload is a `Reminder`. */
export const remindTask = "remindUnconfirmed";

/** A reminder of a message to be confirmed; `by`: its author asks, null: the schedule does. */
export interface Reminder {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly by: PrincipalId | null;
}

export type ConfirmationDeps = ReceiptDeps & Pick<MessagesDeps, "jobs">;

export interface Confirmations {
  readonly useCases: Pick<UseCasesOf<"messages">, "messages.confirm" | "messages.nudge" | "messages.setReminders">;
  /** Notes which of the stored entries ask to be confirmed; may be told twice. */
  note(items: readonly OutboxItem[]): Promise<void>;
  /** Has those reminded whose time has come; once a minute. */
  remindDue(): Promise<void>;
  /** Who is to be reminded; empty when the request is gone or nobody is left. */
  unconfirmed(reminder: Pick<Reminder, "conversationId" | "seq">): Promise<PrincipalId[]>;
  /** Every reader with their state, as a file for Excel. @throws the errors of `receipts.readers` */
  export(actor: Actor, conversationId: ConversationId, seq: number): Promise<string>;
  sweep(): Promise<void>;
}

/** 回执: messages and announcements to be confirmed. Acceptance 61. */
export function createConfirmations(deps: ConfirmationDeps): Confirmations {
  const timeZone = async () => (await deps.company.info())?.timeZone ?? "Asia/Shanghai";

  async function planned(askedAt: Date, everyHours: ReminderHours) {
    return { everyHours, nextAt: nextReminder(askedAt, askedAt, everyHours, await timeZone()) };
  }

  /** The request's row, locked; made if the after-work has not come to it yet. */
  async function takeRequest(tx: Tx, conversationId: ConversationId, { seq, author }: Receipted) {
    const known = await store.lockRequest(tx, conversationId, seq);
    if (known || !author) return known;
    const askedAt = deps.clock.now();
    const plan = await planned(askedAt, usualReminderHours);
    await store.insertRequests(tx, [{ conversationId, seq, authorId: author, askedAt, ...plan }]);
    return store.lockRequest(tx, conversationId, seq);
  }

  async function demandAsking(conversationId: ConversationId, actor: Actor, seq: number): Promise<Receipted> {
    const message = await demandReceipted(deps, conversationId, actor.id, seq);
    return message.confirmed ? message : fail("messages/receipt_not_found");
  }

  return {
    useCases: {
      "messages.confirm": async ({ conversationId, seq }, actor) => {
        await standingOf(deps, conversationId, actor.id);
        if (!(await store.isAsked(deps.reading, conversationId, seq, actor.id))) fail("messages/receipt_not_found");
        await deps.log.markRead(conversationId, actor.id, seq);
        const at = await deps.transact(async (tx) => {
          tx.afterCommit(() => deps.bus.publish(confirmed, { conversationId, seq, personId: actor.id }));
          return store.insertConfirmation(tx, conversationId, seq, { personId: actor.id, at: deps.clock.now() });
        });
        return { at: at.toISOString() };
      },
      "messages.nudge": async ({ conversationId, seq }, actor) => {
        const message = await demandAsking(conversationId, actor, seq);
        return deps.transact(async (tx) => {
          const request = await takeRequest(tx, conversationId, message);
          const waitMs = mayNudgeAt(request?.nudgedAt ?? null).getTime() - deps.clock.now().getTime();
          if (waitMs > 0) fail("messages/nudged_lately", { retryAfterMs: waitMs });
          if (!request) return { people: 0 };
          const people = await store.readUnconfirmed(tx, request);
          if (people.length === 0) return { people: 0 };
          await store.saveNudge(tx, conversationId, seq, deps.clock.now());
          await deps.jobs.enqueue(tx, remindTask, { conversationId, seq, by: actor.id });
          return { people: people.length };
        });
      },
      "messages.setReminders": async ({ conversationId, seq, everyHours }, actor) => {
        const message = await demandAsking(conversationId, actor, seq);
        await deps.transact(async (tx) => {
          const request = await takeRequest(tx, conversationId, message);
          if (!request || request.everyHours === everyHours) return;
          const nextAt = nextReminder(request.askedAt, deps.clock.now(), everyHours, await timeZone());
          await store.saveReminders(tx, { conversationId, seq, everyHours, nextAt });
        });
        return {};
      },
    },
    async note(items) {
      const asking = await store.readAsking(deps.reading, items);
      if (asking.length === 0) return;
      const requests = await Promise.all(
        asking.map(async ({ everyHours, at, ...which }) => ({
          ...which,
          askedAt: at,
          ...(await planned(at, everyHours ?? usualReminderHours)),
        })),
      );
      await deps.transact((tx) => store.insertRequests(tx, requests));
    },
    async remindDue() {
      const zone = await timeZone();
      while ((await deps.transact((tx) => remindSome(deps, tx, zone))) === dueAtOnce);
    },
    async unconfirmed({ conversationId, seq }) {
      const request = await store.readRequest(deps.reading, conversationId, seq);
      return request ? store.readUnconfirmed(deps.reading, request) : [];
    },
    async export(actor, conversationId, seq) {
      const { author } = await demandAsking(conversationId, actor, seq);
      const readers = await store.readExport(deps.reading, { conversationId, seq, author });
      return toCsv(readers, { timeZone: await timeZone(), locale: (await deps.company.info())?.locale ?? "zh-CN" });
    },
    async sweep() {
      const before = new Date(deps.clock.now().getTime() - 3 * 24 * 3_600_000).toISOString().slice(0, 10);
      await deps.transact((tx) => store.deleteAsks(tx, before));
    },
  };
}

const dueAtOnce = 50;

/** Has some due requests reminded and plans their next time; one that everybody confirmed is never due again. */
async function remindSome({ clock, jobs }: ConfirmationDeps, tx: Tx, timeZone: string): Promise<number> {
  const now = clock.now();
  const due = await store.claimDue(tx, now, dueAtOnce);
  for (const request of due) {
    const { conversationId, seq, askedAt, everyHours } = request;
    const waiting = (await store.readUnconfirmed(tx, request)).length > 0;
    if (waiting) await jobs.enqueue(tx, remindTask, { conversationId, seq, by: null });
    const nextAt = waiting ? nextReminder(askedAt, now, everyHours, timeZone) : null;
    await store.saveReminders(tx, { conversationId, seq, everyHours, nextAt });
  }
  return due.length;
}
