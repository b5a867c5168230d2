import type { FileId, MessageContent } from "@qunxin/protocol";
import type { UseCase, UseCasesOf } from "../../platform/caller.ts";
import { atDate, days } from "./dates.ts";
import type { MessagesDeps } from "./deps.ts";
import { favourites } from "./favourites.ts";
import { forward, mergedRecord } from "./forward.ts";
import { recordHasFile } from "./forward-store.ts";
import { labels } from "./labels.ts";
import type { IsActive } from "./peers.ts";
import { reminders, tellDueReminders } from "./reminders.ts";
import { scheduled } from "./scheduled.ts";
import { keepScheduledFiles, sendDue } from "./scheduled-due.ts";

type ByName = "messages.forward" | "messages.mergedRecord" | "messages.atDate" | "messages.days";

/** What people do with messages beyond talking: pass them on, keep them, have them come back or go out later. */
export interface Kept {
  readonly useCases: UseCasesOf<"favourites"> &
    UseCasesOf<"reminders"> &
    UseCasesOf<"scheduled"> &
    UseCasesOf<"labels"> & { [Name in ByName]: UseCase<Name> };
  /** Does what has come due: reminders, messages to be sent. Answers how much it was. */
  doDue(): Promise<number>;
  /** Whether a message that is a forwarded record lets its readers read that file. */
  recordCarries(content: MessageContent | undefined, fileId: FileId): Promise<boolean>;
  sweep(): Promise<void>;
}

export function createKept(deps: MessagesDeps, isActive: IsActive, send: UseCase<"messages.send">): Kept {
  return {
    useCases: {
      ...favourites(deps),
      ...reminders(deps),
      ...labels(deps),
      ...scheduled(deps, send),
      "messages.forward": forward(deps, isActive),
      "messages.mergedRecord": mergedRecord(deps),
      "messages.atDate": atDate(deps),
      "messages.days": days(deps),
    },
    doDue: async () => (await tellDueReminders(deps)) + (await sendDue(deps, send)),
    recordCarries: async (content, fileId) =>
      content?.type === "merged" && recordHasFile(deps.reading, content.recordId, fileId),
    sweep: () => keepScheduledFiles(deps),
  };
}
