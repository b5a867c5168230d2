import {
  type ConversationId,
  fail,
  type KeptGroup,
  limits,
  type Policy,
  type RetentionPreview,
} from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { GroupsDeps } from "./deps.ts";
import { countOverdue, overdueGroups, type RetentionRow, retentionRows, setRetentionDays } from "./retention-store.ts";
import { keptDays } from "./rules.ts";
import { lockGroups, readGroup } from "./store.ts";

const dayMs = 24 * 3_600_000;
const pageSize = 50;
const groupsAtOnce = 100;
const { retentionDaysMin: minDays, retentionDaysMax: maxDays } = limits;

/** A setting as the contract tells it. */
type Setting = number | "policy" | null;

/** How long groups keep their messages: settings of the console, and the sweep that carries them out. */
export function createRetention(deps: GroupsDeps): { useCases: UseCasesOf<"retention">; sweep(): Promise<void> } {
  const policyDays = async () => (await deps.company.policy()).retention;
  return {
    useCases: {
      "retention.preview": async ({ group, ...change }) => {
        const policy = { ...(await policyDays()), ...given(change) };
        for (const days of [policy.normalDays, policy.customerDays, group?.days]) judgeDays(days);
        const only = group ? await proposed(deps, group.groupId, group.days, policy) : null;
        return totals(await countOverdue(deps.reading, policy, { now: deps.clock.now(), only }));
      },
      "retention.groups": async ({ query = "", cursor }) => {
        const policy = await policyDays();
        const page = { query: query.trim(), afterId: cursor ?? null, limit: pageSize + 1 };
        const rows = await retentionRows(deps.reading, page);
        const groups = rows.slice(0, pageSize).map((row) => toKept(row, policy));
        return { groups, nextCursor: rows.length > pageSize ? (groups.at(-1)?.id ?? null) : null };
      },
      "retention.setGroup": ({ groupId, days }, actor) => {
        judgeDays(days);
        return deps.transact(async (tx) => {
          const [group] = await lockGroups(tx, [groupId]);
          if (group?.state !== "active") fail("groups/not_found");
          // Acceptance 15: nothing of an all-staff group is ever removed.
          if (group.type === "all_staff") fail("groups/option_not_allowed", { option: "retention" });
          const own = stored(days);
          const policy = (await deps.company.policy()).retention;
          const row = { id: group.id, type: group.type, name: group.name, memberCount: group.memberCount, own };
          if (own === group.retentionDays) return toKept(row, policy);
          await setRetentionDays(tx, groupId, own);
          const kept = toKept(row, policy);
          await deps.log.record(tx, groupId, [{ body: { kind: "retention_changed", days: kept.days }, by: actor.id }]);
          return kept;
        });
      },
    },
    sweep: () => sweep(deps),
  };
}

/** Purges every group of what it keeps no longer; groups one after the other, each in small steps. */
async function sweep(deps: GroupsDeps): Promise<void> {
  const { retention } = await deps.company.policy();
  const now = deps.clock.now();
  let afterId = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const groups = await overdueGroups(deps.reading, retention, { now, afterId, limit: groupsAtOnce });
    for (const { id, days } of groups) await deps.log.purge(id, new Date(now.getTime() - days * dayMs));
    const last = groups.at(-1);
    if (!last || groups.length < groupsAtOnce) return;
    afterId = last.id;
  }
}

/** @throws policy/range */
function judgeDays(days: Setting | undefined): void {
  if (typeof days !== "number" || (days >= minDays && days <= maxDays)) return;
  fail("policy/range", { field: "days", min: minDays, max: maxDays });
}

function stored(days: Setting): number | null {
  return days === "policy" ? null : (days ?? 0);
}

/** One group as it would be kept. @throws groups/not_found */
async function proposed(deps: GroupsDeps, id: ConversationId, days: Setting, policy: Policy["retention"]) {
  const group = await readGroup(deps.reading, id);
  if (!group) fail("groups/not_found");
  return { id, days: keptDays(group.type, stored(days), policy) };
}

function toKept(row: RetentionRow, policy: Policy["retention"]): KeptGroup {
  const own = row.own === null ? "policy" : row.own === 0 ? null : row.own;
  return { ...row, own, days: keptDays(row.type, row.own, policy) };
}

function totals(rows: Awaited<ReturnType<typeof countOverdue>>): RetentionPreview {
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const oldest = Math.min(...rows.map(({ oldestAt }) => oldestAt.getTime()));
  return {
    groups: rows.length,
    messages: sum(({ messages }) => messages),
    files: sum(({ files }) => files),
    bytes: sum(({ bytes }) => Number(bytes)),
    oldestAt: rows.length ? new Date(oldest).toISOString() : null,
    most: rows.slice(0, 10).map(({ id, name, messages }) => ({ id, name, messages })),
  };
}

function given<T extends object>(change: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
