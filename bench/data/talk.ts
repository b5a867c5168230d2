import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { newKey } from "@qunxin/client";
import type { CallInput, ClientMessageId, ConversationId } from "@qunxin/protocol";
import { signManyIn } from "@qunxin/testkit";
import type pg from "pg";
import { openWire } from "./catch-up.ts";
import type { KeptServer } from "./server.ts";
import { corpus } from "./texts.ts";

const speakers = 20;

export function messageOf(conversationId: ConversationId, text: string): CallInput<"messages.send"> {
  const rest = { mentions: [], mentionAll: false, replyToSeq: null };
  return { conversationId, text, clientId: newKey<ClientMessageId>(), ...rest };
}

/** Twenty owners of groups, a socket each, who say `perSecond` messages a second among them. */
export async function openTalk(
  { database, server }: { database: pg.Client; server: Pick<KeptServer, "url" | "databaseUrl"> },
  perSecond: number,
) {
  const { rows } = await database.query<{ id: ConversationId; account: string }>(
    `select distinct on (p.id) g.id, p.account from groups g join people p on p.id = g.owner_id
     where g.type = 'normal' and g.member_count < 100 order by p.id, g.id limit $1`,
    [speakers],
  );
  const people = await signManyIn(
    server.databaseUrl,
    rows.map(({ account }) => account),
  );
  const wires = await Promise.all(people.map(({ token }) => openWire(server.url, token)));
  const stepMs = 10;

  return {
    /** Talks until that moment; answers how many messages were acknowledged. Times of acknowledging go into `acks`. */
    async run(until: number, acks: number[] = []): Promise<number> {
      const sending: Promise<unknown>[] = [];
      const startedAt = performance.now();
      for (let said = 0; performance.now() < until; await delay(stepMs)) {
        const due = ((performance.now() - startedAt) / 1_000) * perSecond;
        for (; said < due; said++) {
          const [wire, group] = [wires[said % wires.length], rows[said % rows.length]];
          if (!wire || !group) throw new Error("nobody speaks");
          const sentAt = performance.now();
          const sent = wire.call("messages.send", messageOf(group.id, corpus().message(said)));
          sending.push(sent.then(() => acks.push(performance.now() - sentAt)));
        }
      }
      await Promise.all(sending);
      return sending.length;
    },
    close(): void {
      for (const wire of wires) wire.close();
    },
  };
}
