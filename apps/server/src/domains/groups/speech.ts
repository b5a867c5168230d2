import {
  type ConversationId,
  type GroupOptions,
  type GroupRight,
  type GroupRole,
  type GroupType,
  isAct,
  type Policy,
} from "@qunxin/protocol";
import { newsLost } from "../../platform/bus.ts";
import { logChanged } from "../log/index.ts";
import type { GroupsDeps } from "./deps.ts";
import { hasRight, matrixOf, mayMentionAll, maySpeak } from "./rules.ts";
import { type Group, readVersioned } from "./store.ts";

/** What a group says about speaking in it. */
export interface Speech {
  readonly type: GroupType;
  readonly state: "active" | "dissolved";
  readonly options: GroupOptions;
  readonly memberCount: number;
  /** Whether a member of that role, muted or not, may write now. */
  maySpeak(member: { role: GroupRole; mutedUntil: Date | null }, now: Date): boolean;
  /** Whether a member of that role may call everybody. */
  mayMentionAll(role: GroupRole): boolean;
  /** Whether a member of that role has that right here. */
  has(role: GroupRole, right: GroupRight): boolean;
}

/**
 * Answers from memory; every entry that is neither a message nor an act on one, and every change of members, makes it look again. So does a
 * caller who knows of a newer version of the access: news may be late.
 */
export function createSpeech({ reading, bus, company }: Pick<GroupsDeps, "reading" | "bus" | "company">) {
  const known = new Map<ConversationId, ReturnType<typeof readVersioned>>();
  bus.subscribe(logChanged, ({ conversationId, entries, accessChanged }) => {
    const talk = entries.length > 0 && entries.every(({ body }) => body.kind === "message" || isAct(body));
    if (accessChanged !== null || !talk) known.delete(conversationId);
  });
  bus.subscribe(newsLost, () => known.clear());

  function find(id: ConversationId): ReturnType<typeof readVersioned> {
    const found = known.get(id);
    if (found) return found;
    if (known.size >= remembered) known.delete(known.keys().next().value as ConversationId);
    const asked = readVersioned(reading, id);
    known.set(id, asked);
    asked.catch(() => known.delete(id));
    return asked;
  }

  async function findAsOf(id: ConversationId, accessVersion: number): Promise<Group | null> {
    const found = await find(id);
    if (!found || found.accessVersion >= accessVersion) return found?.group ?? null;
    known.delete(id);
    return (await find(id))?.group ?? null;
  }

  const derived = new WeakMap<Group, { policy: Policy; speech: Speech }>();

  /** Null for what is no group: a direct conversation. `accessVersion`: the answer is no older than that. */
  return async (conversationId: ConversationId, accessVersion = 0): Promise<Speech | null> => {
    const group = await findAsOf(conversationId, accessVersion);
    if (!group) return null;
    const policy = await company.policy();
    const before = derived.get(group);
    if (before?.policy === policy) return before.speech;
    const speech = speechIn(group, policy);
    derived.set(group, { policy, speech });
    return speech;
  };
}

function speechIn({ type, state, options, memberCount }: Group, policy: Policy): Speech {
  const facts = { type, options, memberCount, memberMentionAllUpTo: policy.memberMentionAllUpTo };
  const cells = matrixOf(policy, options.rights);
  return {
    type,
    state,
    options,
    memberCount,
    maySpeak: ({ role, mutedUntil }, now) => state === "active" && maySpeak({ role, options, mutedUntil }, now),
    mayMentionAll: (role) => state === "active" && mayMentionAll({ ...facts, role, cells }),
    has: (role, right) => state === "active" && hasRight(type, cells, role, right),
  };
}

const remembered = 10_000;
