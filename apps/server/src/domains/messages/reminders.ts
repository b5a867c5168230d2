import { type Entry, fail, limits, type PrincipalId, type Reminder, type ReminderId } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import type { MessagesDeps } from "./deps.ts";
import { demandVisible } from "./favourites.ts";
import { keptChanged } from "./kept-news.ts";
import { deleteReminder, type ReminderRow, readReminders, takeDue, upsertReminder } from "./reminders-store.ts";
import { placeKey, readVisible } from "./visible-store.ts";

type ReminderDeps = Pick<MessagesDeps, "reading" | "transact" | "bus" | "clock" | "log">;

/** 稍后提醒: a message that comes back at a time, on all devices, until dismissed. */
export function reminders(deps: ReminderDeps): UseCasesOf<"reminders"> {
  const { reading, transact, bus, clock } = deps;
  const changed = (personId: PrincipalId) =>
    bus.publish(keptChanged, { personId, event: { type: "reminders.changed" } });
  return {
    "reminders.set": async ({ conversationId, seq, at, note }, actor) => {
      const row = { id: newId<ReminderId>(), personId: actor.id, conversationId, seq, at: new Date(at), note };
      judgeTime(row.at, clock.now(), limits.reminderMaxMs);
      const [entry = null] = await demandVisible(deps, actor.id, [row]);
      await transact(async (tx) => {
        const held = await readReminders(tx, actor.id);
        const others = held.filter((other) => placeKey(other) !== placeKey(row));
        if (others.length >= limits.remindersPerPerson) fail("reminders/limit", { limit: limits.remindersPerPerson });
        await upsertReminder(tx, row);
        tx.afterCommit(() => changed(actor.id));
      });
      return toReminder({ ...row, toldAt: null }, entry);
    },
    "reminders.cancel": ({ reminderId }, actor) =>
      transact(async (tx) => {
        if (await deleteReminder(tx, actor.id, reminderId)) tx.afterCommit(() => changed(actor.id));
        return {};
      }),
    "reminders.list": async (_input, actor) => {
      const rows = await readReminders(reading, actor.id);
      const entries = await readVisible(reading, actor.id, rows);
      return { reminders: rows.map((row) => toReminder(row, entries.get(placeKey(row)) ?? null)) };
    },
  };
}

const duePerRound = 200;

/** Tells people of their reminders whose time has come; answers how many. */
export async function tellDueReminders({ reading, transact, bus, clock }: ReminderDeps): Promise<number> {
  const due = await transact((tx) => takeDue(tx, clock.now(), duePerRound));
  for (const row of due) {
    const entries = await readVisible(reading, row.personId, [row]);
    const reminder = toReminder(row, entries.get(placeKey(row)) ?? null);
    bus.publish(keptChanged, { personId: row.personId, event: { type: "reminder.due", reminder } });
  }
  return due.length;
}

/** @throws reminders/time unless it lies ahead, within `maxMs` */
function judgeTime(at: Date, now: Date, maxMs: number): void {
  if (at <= now || at.getTime() > now.getTime() + maxMs) fail("reminders/time", { maxMs });
}

function toReminder({ id, conversationId, seq, at, note, toldAt }: ReminderRow, entry: Entry | null): Reminder {
  return { id, conversationId, seq, at: at.toISOString(), note, due: toldAt !== null, entry };
}
