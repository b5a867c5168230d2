import { type ConversationId, fail, type PrincipalId } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import { firstSeqSince, firstVisible } from "./dates-store.ts";
import { dayIn, nextDay, startOfDay } from "./dates-zone.ts";
import type { MessagesDeps } from "./deps.ts";

type DateDeps = Pick<MessagesDeps, "reading" | "company">;

/** `messages.atDate`: for jumping to a day. */
export function atDate(deps: DateDeps): UseCase<"messages.atDate"> {
  return async ({ conversationId, date }, actor) => {
    const found = await firstOn(deps, actor.id, conversationId, date, await zoneOf(deps));
    return { seq: found?.seq ?? null };
  };
}

/** `messages.days`: from one day with messages to the next, so that it costs what is found, not what is stored. */
export function days(deps: DateDeps): UseCase<"messages.days"> {
  return async ({ conversationId, month }, actor) => {
    const zone = await zoneOf(deps);
    const found: number[] = [];
    for (let date = `${month}-01`; date.startsWith(month); ) {
      const first = await firstOn(deps, actor.id, conversationId, date, zone);
      const day = first && dayIn(first.at, zone);
      if (!day?.startsWith(month)) break;
      found.push(Number(day.slice(-2)));
      date = nextDay(day);
    }
    return { days: found };
  };
}

async function firstOn(
  { reading }: DateDeps,
  viewer: PrincipalId,
  conversationId: ConversationId,
  date: string,
  zone: string,
): Promise<{ seq: number; at: Date } | null> {
  const from = await firstSeqSince(reading, conversationId, startOfDay(date, zone));
  const found = await firstVisible(reading, viewer, conversationId, from);
  return found === "stranger" ? fail("conversations/not_found") : found;
}

async function zoneOf({ company }: DateDeps): Promise<string> {
  return (await company.info())?.timeZone ?? "UTC";
}
