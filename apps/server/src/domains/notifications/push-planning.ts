import { mayNotify } from "@qunxin/protocol";
import type { OutboxItem } from "../../platform/outbox.ts";
import type { NotificationsDeps } from "./deps.ts";
import { type Candidate, insertDeliveries, readCandidates, withdrawDeliveries } from "./push-store.ts";
import { completeSettings } from "./settings.ts";

/** A push waits so long: whoever reads at once on another device is not rung up. */
const patienceMs = 2_500;

type PlanningDeps = Pick<NotificationsDeps, "reading" | "transact" | "clock" | "company">;

/** Plans the pushes of what the log stored, of all of it together. May be told twice: each is planned once. */
export async function planPushes(deps: PlanningDeps, items: readonly OutboxItem[]): Promise<void> {
  const wanted = await wantedOf(deps, await readCandidates(deps.reading, items, deps.clock.now()));
  await deps.transact(async (tx) => {
    const at = deps.clock.now();
    const dueAt = new Date(at.getTime() + patienceMs);
    await insertDeliveries(
      tx,
      { kind: "message", at },
      wanted.map((one) => ({ ...one, dueAt })),
    );
    await withdrawDeliveries(tx, items, at);
  });
}

/** Plans pushes that remind these people of a message to be confirmed. */
export async function planReminders(
  deps: PlanningDeps,
  { conversationId, seq }: { conversationId: string; seq: number },
  people: readonly string[],
): Promise<void> {
  const at = deps.clock.now();
  const asked = new Set(people);
  const candidates = await readCandidates(deps.reading, [{ conversationId, seqs: [seq] }], at);
  const wanted = await wantedOf(
    deps,
    candidates.filter(({ personId }) => asked.has(personId)).map((one) => ({ ...one, mention: true })),
  );
  const rows = wanted.map((one) => ({ ...one, dueAt: at }));
  await deps.transact((tx) => insertDeliveries(tx, { kind: `reminder ${at.toISOString().slice(0, 16)}`, at }, rows));
}

async function wantedOf({ company, clock }: PlanningDeps, candidates: readonly Candidate[]): Promise<Candidate[]> {
  if (candidates.length === 0) return [];
  const policy = (await company.policy()).notifications;
  const timeZone = (await company.info())?.timeZone;
  const now = clock.now();
  return candidates.filter(({ settings, level, mention, urgent }) =>
    mayNotify({ settings: completeSettings(settings ?? undefined, timeZone), policy, level, mention, urgent }, now),
  );
}
