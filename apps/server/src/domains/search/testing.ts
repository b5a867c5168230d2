import {
  type CallInput,
  type CallOutput,
  type ClientMessageId,
  type ConversationId,
  calls,
  type MessageBody,
  type PrincipalId,
  type SessionId,
} from "@qunxin/protocol";
import { createLocalBus } from "../../platform/bus.ts";
import type { Actor, Caller } from "../../platform/caller.ts";
import { movableClock } from "../../platform/clock.ts";
import { openDatabase } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { createLog as createServerLog } from "../../platform/log.ts";
import { workOff } from "../../platform/outbox.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { createLog } from "../log/index.ts";
import { joined, joining, left } from "../log/testing.ts";
import { createSearch } from "./index.ts";

/** A log whose entries go into a search of small buckets, with a clock that can be moved. */
export async function openTestSearch({ bucketRows = 50 } = {}) {
  const test = await cloneDatabase();
  const database = openDatabase(test.url, () => undefined, 12);
  const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
  const bus = createLocalBus();
  const log = createLog({ ...database, bus, clock, consumers: ["search"] });
  const company = { info: async () => ({ name: "", timeZone: "Asia/Shanghai", locale: "zh-CN" as const }) };
  const enqueued: string[] = [];
  const jobs = { enqueue: async (_tx: unknown, task: string) => void enqueued.push(task) };
  const search = createSearch({ ...database, clock, company, jobs, bucketRows });
  const quiet = createServerLog("error");

  async function openGroup(people: readonly Actor[]): Promise<ConversationId> {
    const id = newId<ConversationId>();
    await database.transact(async (tx) => {
      await log.createConversation(tx, { id, kind: "group" });
      await log.admit(tx, id, joining(idsOf(people)), { by: null, body: joined(idsOf(people)) }, "none");
    });
    return id;
  }

  /** Says these texts in one go; answers their seqs. */
  async function say(
    group: ConversationId,
    { id }: Actor,
    texts: readonly string[],
    more: Partial<MessageBody> = {},
  ): Promise<number[]> {
    const accessVersion = (await log.access(group))?.accessVersion ?? 0;
    const sends = texts.map((text) => {
      const body: MessageBody = { kind: "message", text, mentions: [], mentionAll: false, replyTo: null, ...more };
      return log.append({ conversationId: group, by: id, clientId: newId<ClientMessageId>(), body, accessVersion });
    });
    return (await Promise.all(sends)).map((sent) => {
      if (sent === "stale") throw new Error("the access changed in between");
      return sent.seq;
    });
  }

  async function find(
    { ...actor }: Actor,
    input: Partial<CallInput<"search.messages">>,
  ): Promise<CallOutput<"search.messages">> {
    const args = calls["search.messages"].input.parse({ text: "", ...input });
    return calls["search.messages"].output.parse(await search.useCases["search.messages"](args, actor, {} as Caller));
  }

  return {
    ...database,
    clock,
    log,
    search,
    enqueued,
    openGroup,
    say,
    find,
    /** Snippets of the first page. */
    texts: async (actor: Actor, input: Partial<CallInput<"search.messages">>) =>
      (await find(actor, input)).hits.map(({ snippet }) => snippet),
    /** Puts everything said so far into the index. */
    async index() {
      while ((await workOff({ ...database, clock, log: quiet }, "search", search.consumer)) > 0);
    },
    release: (group: ConversationId, people: readonly Actor[]) =>
      database.transact((tx) =>
        log.release(tx, group, idsOf(people), { by: null, body: left(idsOf(people)) }, { keepOut: false }),
      ),
    admit: (group: ConversationId, people: readonly Actor[], history: "none" | "all" = "none") =>
      database.transact((tx) =>
        log.admit(tx, group, joining(idsOf(people)), { by: null, body: joined(idsOf(people)) }, history),
      ),
    query: async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows,
    async close() {
      await log.stop();
      await database.close();
      await test.drop();
    },
  };
}

export type TestSearch = Awaited<ReturnType<typeof openTestSearch>>;

export function somebody(kind: Actor["kind"] = "employee"): Actor {
  const id = newId<PrincipalId>();
  return { id, kind, administrator: false, sessionId: newId<SessionId>(), passwordChangeRequired: false };
}

function idsOf(people: readonly Actor[]): PrincipalId[] {
  return people.map(({ id }) => id);
}
