import type { GroupsDeps } from "./deps.ts";
import { deleteInvites, expireRequests } from "./invite-store.ts";

/** So long an invitation that no longer works still says why. */
const keptMs = 30 * 24 * 3_600_000;

/** Housekeeping: requests nobody decided in time are expired, invitations long dead are forgotten. */
export async function sweepJoining({ transact, clock }: GroupsDeps): Promise<void> {
  const now = clock.now();
  await transact((tx) => expireRequests(tx, now));
  await transact((tx) => deleteInvites(tx, new Date(now.getTime() - keptMs)));
}
