import { fail, limits, type PrincipalId, type ScheduledId, type ScheduledMessage } from "@qunxin/protocol";
import type { Actor, UseCase, UseCasesOf } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import { contentOf, speaksForItself } from "./content.ts";
import type { MessagesDeps } from "./deps.ts";
import { keptChanged } from "./kept-news.ts";
import { sendHeld } from "./scheduled-due.ts";
import {
  deleteScheduled,
  insertScheduled,
  lockScheduled,
  readScheduled,
  type ScheduledRow,
  updateScheduled,
} from "./scheduled-store.ts";

/** 定时发送: what its author wrote, sent at a time by the rights they have then. */
export function scheduled(deps: MessagesDeps, send: UseCase<"messages.send">): UseCasesOf<"scheduled"> {
  const { reading, transact, clock } = deps;
  return {
    "scheduled.create": async ({ key, conversationId, at, draft }, actor) => {
      const row = { id: newId<ScheduledId>(), authorId: actor.id, conversationId, at: new Date(at), draft };
      return transact((tx) =>
        once(tx, { actorId: actor.id, key, call: "scheduled.create", at: clock.now() }, async () => {
          await judgeRow(deps, actor, row);
          const waiting = await readScheduled(tx, actor.id);
          if (waiting.length >= limits.scheduledPerPerson)
            fail("scheduled/limit", { limit: limits.scheduledPerPerson });
          await insertScheduled(tx, row);
          tell(deps, tx, actor.id);
          return toWire({ ...row, tries: 0, failure: null });
        }),
      );
    },
    "scheduled.list": async ({ conversationId }, actor) => {
      const rows = await readScheduled(reading, actor.id);
      return { scheduled: rows.filter((row) => !conversationId || row.conversationId === conversationId).map(toWire) };
    },
    "scheduled.change": ({ scheduledId, at, draft }, actor) =>
      transact(async (tx) => {
        const held = (await lockScheduled(tx, actor.id, scheduledId)) ?? fail("scheduled/not_found");
        const row = { ...held, at: at ? new Date(at) : held.at, draft: draft ?? held.draft, failure: null };
        await judgeRow(deps, actor, row);
        await updateScheduled(tx, row);
        tell(deps, tx, actor.id);
        return toWire(row);
      }),
    "scheduled.cancel": ({ scheduledId }, actor) =>
      transact(async (tx) => {
        if (!(await lockScheduled(tx, actor.id, scheduledId))) return {};
        await deleteScheduled(tx, scheduledId);
        tell(deps, tx, actor.id);
        return {};
      }),
    "scheduled.sendNow": ({ scheduledId }, actor) =>
      transact(async (tx) => {
        const held = (await lockScheduled(tx, actor.id, scheduledId)) ?? fail("scheduled/not_found");
        const { seq } = await sendHeld(send, actor, held);
        await deleteScheduled(tx, scheduledId);
        tell(deps, tx, actor.id);
        return { conversationId: held.conversationId, seq };
      }),
  };
}

/** What can be known now: that there is something to send, and its author is there; the rest is judged at its time. */
async function judgeRow(
  deps: MessagesDeps,
  actor: Actor,
  { conversationId, at, draft }: Pick<ScheduledRow, "conversationId" | "at" | "draft">,
): Promise<void> {
  const now = deps.clock.now();
  const maxMs = limits.scheduledMaxMs;
  if (at <= now || at.getTime() > now.getTime() + maxMs) fail("scheduled/time", { maxMs });
  if (draft.text.trim() === "" && !speaksForItself(draft.content)) fail("messages/empty");
  const access = await deps.log.access(conversationId);
  if (!access?.members.has(actor.id)) fail("conversations/not_found");
  if (draft.content) await contentOf(deps, actor, draft.content);
}

function tell({ bus }: MessagesDeps, tx: Tx, personId: PrincipalId): void {
  const event = { type: "scheduled.changed", failed: false } as const;
  tx.afterCommit(() => bus.publish(keptChanged, { personId, event }));
}

function toWire({ id, conversationId, at, draft, failure }: ScheduledRow): ScheduledMessage {
  return { id, conversationId, at: at.toISOString(), draft, failure };
}
