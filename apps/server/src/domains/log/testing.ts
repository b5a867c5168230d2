import type { ClientMessageId, ConversationId, EntryBody, MessageBody, PrincipalId } from "@qunxin/protocol";
import { createLocalBus } from "../../platform/bus.ts";
import { systemClock } from "../../platform/clock.ts";
import { openDatabase } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { createLog, type Joining, type LogChanged, logChanged } from "./index.ts";

/** A log on a database of its own, and what it published. */
export async function openTestLog() {
  const test = await cloneDatabase();
  const database = openDatabase(test.url, () => undefined, 20);
  const bus = createLocalBus();
  const news: LogChanged[] = [];
  bus.subscribe(logChanged, (change) => news.push(change));
  const log = createLog({ ...database, bus, clock: systemClock, consumers: ["index", "notices"] });
  const close = async () => {
    await log.stop();
    await database.close();
    await test.drop();
  };
  return { ...database, bus, log, news, close };
}

export type TestLog = Awaited<ReturnType<typeof openTestLog>>;

export function person(): PrincipalId {
  return newId<PrincipalId>();
}

export function message(text: string, more: Partial<MessageBody> = {}): MessageBody {
  return { kind: "message", text, mentions: [], mentionAll: false, replyTo: null, ...more };
}

export function joined(ids: readonly PrincipalId[]): EntryBody {
  return { kind: "members_joined", way: "picked", members: ids.slice(0, 20), count: ids.length };
}

export function left(ids: readonly PrincipalId[]): EntryBody {
  return { kind: "members_left", way: "removed", members: ids.slice(0, 20), count: ids.length };
}

export function joining(ids: readonly PrincipalId[]): Joining[] {
  return ids.map((id, index) => ({ id, role: index === 0 ? "owner" : "member", way: "picked", byHand: true }));
}

/** A group of these people, the first one owning it. */
export async function openGroup({ transact, log }: TestLog, ids: readonly PrincipalId[]): Promise<ConversationId> {
  const id = newId<ConversationId>();
  await transact(async (tx) => {
    await log.createConversation(tx, { id, kind: "group" });
    await log.admit(tx, id, joining(ids), { by: ids[0] ?? null, body: joined(ids) }, "none");
  });
  return id;
}

/** Judges by the access of the moment and sends, as the messages domain does. */
export async function send(
  { log }: TestLog,
  conversationId: ConversationId,
  by: PrincipalId,
  body: MessageBody,
  clientId = newId<ClientMessageId>(),
) {
  for (let tries = 0; tries < 50; tries++) {
    const access = await log.access(conversationId);
    if (!access?.members.has(by)) throw new Error("not a member");
    const { accessVersion } = access;
    const outcome = await log.append({ conversationId, by, clientId, body, accessVersion });
    if (outcome !== "stale") return outcome;
  }
  throw new Error("access never settled");
}
