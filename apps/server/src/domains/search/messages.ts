import {
  type CallOutput,
  type ConversationId,
  Failure,
  fail,
  type PrincipalId,
  type SearchHit,
} from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import { type Reading, toDate } from "../../platform/database.ts";
import type { Company } from "../company/index.ts";
import { type Cursor, decodeCursor, encodeCursor, outdated } from "./cursor.ts";
import { startOfDay } from "./days.ts";
import { fileNamesOf, textsOf, typeOf } from "./document.ts";
import { bestFits } from "./fit.ts";
import { gather } from "./gather.ts";
import { type Active, readSearched } from "./generation-store.ts";
import { asksNothing, type Plan, planOf, type SearchArgs } from "./plan.ts";
import { type Candidate, type Found, readFound } from "./query-store.ts";
import { matchesIn, snippetOf } from "./snippet.ts";

export interface SearchDeps {
  readonly reading: Reading;
  readonly company: Pick<Company, "info">;
}

const defaultPage = 20;
/** How many of the newest hits are put in order by fit. */
const poolHits = 500;
/** How many of the newest hits are counted by conversation. */
const countedHits = 250;
/** Whose conversations are so few that the index is asked for them by name. */
const fewSeats = 32;

/** `search.messages` */
export function messages(deps: SearchDeps): UseCase<"search.messages"> {
  return async (args, actor) => {
    if (asksNothing(args)) {
      throw new Failure("request/invalid", { issues: [{ path: "text", message: "a text or a filter is needed" }] });
    }
    try {
      return await answer(deps, args, actor);
    } catch (error) {
      // The partitions of an index that was just replaced are gone; the new one answers.
      if ((error as { code?: string }).code === "42P01") return answer(deps, args, actor);
      throw error;
    }
  };
}

type Output = CallOutput<"search.messages">;

async function answer({ reading, company }: SearchDeps, args: SearchArgs, actor: Actor): Promise<Output> {
  const { conversationId, order = "newest", limit = defaultPage } = args;
  const { active, searcher } = await readSearched(reading, actor.id, { conversationId, seats: fewSeats + 1 });
  if (conversationId && !searcher.isIn) fail("conversations/not_found");
  const cursor = args.cursor === undefined ? null : decodeCursor(args.cursor, order);
  if (!active) return { hits: [], nextCursor: null };
  if (cursor && cursor.generation !== active.generation) throw outdated();
  const { timeZone } = (await company.info()) ?? { timeZone: "UTC" };
  const plan = planOf(args, actor.id, {
    seats: searcher.seats.length <= fewSeats ? searcher.seats : null,
    since: args.from === undefined ? null : startOfDay(args.from, timeZone),
    until: args.to === undefined ? null : startOfDay(args.to, timeZone, 1),
  });
  const page = { reading, plan, limit, active };
  return order === "best" ? bestPage(page, cursor) : newestPage(page, cursor);
}

interface Page {
  readonly reading: Reading;
  readonly plan: Plan;
  readonly limit: number;
  readonly active: Active;
}

async function newestPage({ reading, plan, limit, active }: Page, cursor: Cursor | null): Promise<Output> {
  const { generation, top, buckets } = active;
  const below = cursor?.order === "newest" ? cursor.below : top;
  const most = cursor ? limit + 1 : countedHits;
  const found = await gather(reading, plan, buckets, { below, enough: limit + 1, most, withText: false });
  const page = found.candidates.slice(0, limit);
  const next = found.candidates.length > limit ? (page.at(-1)?.n ?? null) : found.reached;
  return {
    hits: await hitsOf(reading, plan, page),
    ...(cursor ? {} : { groups: groupsOf(found.candidates, found.reached === null) }),
    nextCursor: next === null ? null : encodeCursor({ order: "newest", generation, below: next }),
  };
}

async function bestPage({ reading, plan, limit, active }: Page, cursor: Cursor | null): Promise<Output> {
  const { generation, buckets } = active;
  const { top, skip } = cursor?.order === "best" ? cursor : { top: active.top, skip: 0 };
  const options = { below: top, enough: poolHits, most: poolHits, withText: true };
  const { candidates: all, reached } = await gather(reading, plan, buckets, options);
  const pool = all.slice(0, poolHits);
  const { words, fileWords } = plan.conditions;
  const page = bestFits(pool, [...words, ...fileWords], skip + limit).slice(skip);
  const next = skip + limit < pool.length ? encodeCursor({ order: "best", generation, top, skip: skip + limit }) : null;
  return {
    hits: await hitsOf(reading, plan, page),
    ...(cursor ? {} : { groups: groupsOf(pool, reached === null && pool.length === all.length) }),
    nextCursor: next,
  };
}

function groupsOf(candidates: readonly Candidate[], complete: boolean): NonNullable<Output["groups"]> {
  const groups = new Map<string, { conversationId: ConversationId; hits: number; newest: string }>();
  for (const { conversationId, at } of candidates) {
    const known = groups.get(conversationId);
    if (known) known.hits += 1;
    else {
      const newest = toDate(at).toISOString();
      groups.set(conversationId, { conversationId: conversationId as ConversationId, hits: 1, newest });
    }
  }
  return { conversations: [...groups.values()], complete };
}

async function hitsOf(reading: Reading, { conditions }: Plan, page: readonly Candidate[]): Promise<SearchHit[]> {
  if (page.length === 0) return [];
  const words = [...conditions.words, ...conditions.fileWords];
  return (await readFound(reading, conditions.viewer, page)).map((message) => toHit(message, words));
}

function toHit(message: Found, words: readonly string[]): SearchHit {
  const names = fileNamesOf(message.body);
  return {
    conversationId: message.conversationId as ConversationId,
    seq: message.seq,
    at: message.at.toISOString(),
    by: message.by as PrincipalId,
    type: typeOf(message.body),
    ...snippetOf(textsOf(message), words),
    fileName: names.find((name) => matchesIn(name, words).length > 0) ?? names[0] ?? null,
  };
}
