import { type CallArgs, fail, limits, type MessageBody } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { Access } from "../log/index.ts";
import { judgeAsk } from "./confirmations-rules.ts";
import { countAsk } from "./confirmations-store.ts";
import type { MessagesDeps } from "./deps.ts";
import { shown } from "./receipts-standing.ts";

type Asking = Pick<CallArgs<"messages.send">, "clientId" | "conversationId" | "confirm" | "urgent" | "remindHours">;

/**
 * What a message asks of its readers besides reading it: to confirm (回执), or at once (加急); both are limited, and
 * counted once however often the message is tried.
 * @throws messages/receipts_off, messages/ask_too_many, messages/ask_limit, access/permission_denied
 */
export async function askingOf(
  deps: MessagesDeps,
  actor: Actor,
  access: Access,
  { clientId, conversationId, confirm, urgent, remindHours }: Asking,
): Promise<Pick<MessageBody, "confirm" | "urgent" | "remindHours">> {
  if (!confirm && !urgent) return {};
  const role = access.members.get(actor.id)?.role ?? "external";
  const others = access.members.size - 1;
  if (confirm) {
    if (!(await shown(deps, conversationId, access))) fail("messages/receipts_off");
    judgeAsk({ role, others, max: limits.confirmMembersUpTo });
    await count(deps, actor, "confirm", clientId);
  }
  if (urgent) {
    if (actor.kind === "external") fail("access/permission_denied", { right: "urgent" });
    judgeAsk({ role, others, max: limits.urgentMembersUpTo });
    await count(deps, actor, "urgent", clientId);
  }
  return {
    ...(confirm ? { confirm, ...(remindHours === undefined ? {} : { remindHours }) } : {}),
    ...(urgent ? { urgent } : {}),
  };
}

async function count(deps: MessagesDeps, actor: Actor, kind: "confirm" | "urgent", clientId: string): Promise<void> {
  const timeZone = (await deps.company.info())?.timeZone ?? "Asia/Shanghai";
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(deps.clock.now());
  const max = kind === "confirm" ? limits.confirmsPerDay : limits.urgentPerDay;
  await deps.transact(async (tx) => {
    if ((await countAsk(tx, { personId: actor.id, day, kind, clientId })) > max) fail("messages/ask_limit", { max });
  });
}
