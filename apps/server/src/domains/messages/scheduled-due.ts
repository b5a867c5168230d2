import { type ClientMessageId, Failure, type FileId, fail, type SessionId } from "@qunxin/protocol";
import type { Actor, Caller, UseCase } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import type { MessagesDeps } from "./deps.ts";
import { keptChanged } from "./kept-news.ts";
import { deleteScheduled, noteTrouble, readWithFiles, type ScheduledRow, takeNextDue } from "./scheduled-store.ts";

type DueDeps = Pick<MessagesDeps, "reading" | "transact" | "bus" | "clock" | "directory" | "ports">;

/** Tries of a message that the server, not its author, is the reason for not sending; a second or more apart. */
const maxTries = 60;
const transient: readonly string[] = ["server/busy", "server/disk_full", "server/stopping", "request/rate_limited"];

/**
 * Sends the next message whose time has come; answers how many that were, at most one. Its row is held while it is sent;
 * should the process die in between, the next try finds it sent by its client id. What is refused stays, with the reason.
 */
export function sendDue(deps: DueDeps, send: UseCase<"messages.send">): Promise<number> {
  const { transact, bus, clock } = deps;
  return transact(async (tx) => {
    const due = await takeNextDue(tx, clock.now());
    if (!due) return 0;
    const failure = await attempt(deps, send, due);
    if (failure === null) await deleteScheduled(tx, due.id);
    const again = failure !== null && transient.includes(failure.code) && due.tries < maxTries;
    if (failure) await noteTrouble(tx, { id: due.id, tries: due.tries + 1, failure: again ? null : failure });
    const event = { type: "scheduled.changed", failed: failure !== null } as const;
    if (!again) tx.afterCommit(() => bus.publish(keptChanged, { personId: due.authorId, event }));
    // The server has too much to do: the next round comes after a rest.
    return again ? 0 : 1;
  });
}

/** Sends a message whose row is held. @throws as messages.send */
export function sendHeld(send: UseCase<"messages.send">, actor: Actor, { id, conversationId, draft }: ScheduledRow) {
  // The same value under another name: a retry of this message is a retry of that one.
  const clientId = id as string as ClientMessageId;
  return send({ ...draft, conversationId, clientId }, actor, nobody);
}

/** Files that wait to be sent are kept as long as they wait: sweeps leave alone what was touched within a day. */
export async function keepScheduledFiles({ reading, directory, ports }: DueDeps): Promise<void> {
  for (let after: string | null = null; ; ) {
    const rows = await readWithFiles(reading, after, 200);
    for (const row of rows) {
      const actor = await authorOf({ reading, directory }, row).catch(() => null);
      // One that is gone is told of when its message is to be sent.
      if (actor) await ports.files.forMessage(reading, actor, filesOf(row)).catch(ignoreFailure);
    }
    after = rows.at(-1)?.id ?? null;
    if (after === null) return;
  }
}

async function attempt(
  deps: DueDeps,
  send: UseCase<"messages.send">,
  due: ScheduledRow,
): Promise<ScheduledRow["failure"]> {
  try {
    await sendHeld(send, await authorOf(deps, due), due);
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { code: error.code, params: error.params };
  }
}

/** The author as of now, without a session. @throws identity/disabled when they are not active any more */
async function authorOf(
  { reading, directory }: Pick<DueDeps, "reading" | "directory">,
  { authorId }: ScheduledRow,
): Promise<Actor> {
  const person = await directory.person(reading, authorId);
  if (person?.status !== "active") return fail("identity/disabled");
  const { id, kind, administrator } = person;
  return { id, kind, administrator, sessionId: newId<SessionId>(), passwordChangeRequired: false };
}

function filesOf({ draft: { content } }: ScheduledRow): FileId[] {
  if (content?.type === "images") return content.fileIds;
  return content && "fileId" in content ? [content.fileId] : [];
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}

/** A message sent by the clock is nobody's request. */
const nobody: Caller = {
  requestId: "scheduled",
  address: "",
  administration: true,
  cookie: { set: () => undefined, clear: () => undefined },
};
