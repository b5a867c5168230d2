import { type ConversationId, type Draft, fail, type PrincipalId } from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { deleteEmptyDrafts, readDrafts, writeDraft } from "./drafts-store.ts";

/** Somebody changed a draft of theirs on some device. */
export const draftChanged = topic<{ readonly personId: PrincipalId; readonly conversationId: ConversationId }>(
  "messages.draft_changed",
);

export interface Drafts {
  readonly useCases: UseCasesOf<"drafts">;
  /** What stands as that person's draft; null nothing. */
  draftOf(personId: PrincipalId, conversationId: ConversationId): Promise<Draft | null>;
  /** Forgets that there were drafts which have long been emptied. */
  sweep(): Promise<void>;
}

/** So long an edit made offline may come late and still lose to a draft that was sent or thrown away since. */
const rememberEmptyMs = 30 * 24 * 3_600_000;

/** What people have written and not sent. The latest edit holds, by the server's clock. */
export function createDrafts({
  reading,
  transact,
  bus,
  clock,
  log,
}: Pick<MessagesDeps, "reading" | "transact" | "bus" | "clock" | "log">): Drafts {
  const draftOf: Drafts["draftOf"] = async (personId, only) =>
    (await readDrafts(reading, personId, { only }))[0] ?? null;
  return {
    useCases: {
      async "drafts.set"({ conversationId, agoMs = 0, ...content }, actor) {
        if (!(await log.access(conversationId))?.members.has(actor.id)) fail("conversations/not_found");
        // However long ago a device says, it is a time that the store can hold.
        const at = new Date(Math.max(0, clock.now().getTime() - agoMs));
        await transact(async (tx) => {
          if (!(await writeDraft(tx, { ...content, conversationId, personId: actor.id, at }))) return;
          tx.afterCommit(() => bus.publish(draftChanged, { personId: actor.id, conversationId }));
        });
        return { draft: await draftOf(actor.id, conversationId) };
      },
      "drafts.list": async (_, actor) => ({ drafts: await readDrafts(reading, actor.id) }),
    },
    draftOf,
    sweep: () => transact((tx) => deleteEmptyDrafts(tx, new Date(clock.now().getTime() - rememberEmptyMs))),
  };
}
