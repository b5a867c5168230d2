import type { GroupOptions, GroupRole, Policy } from "@qunxin/protocol";

/** What decides whether anybody is shown who has read what. */
export interface ReceiptFacts {
  readonly policy: Pick<Policy, "messages">;
  /** Null in direct talk. */
  readonly options: Pick<GroupOptions, "receipts"> | null;
  readonly externals: boolean;
}

/** Whether receipts are shown at all: never where an external person is a member. Acceptance 60. */
export function receiptsOn({ policy, options, externals }: ReceiptFacts): boolean {
  // Options stored before this one existed do not have it.
  return policy.messages.receipts && (options?.receipts ?? true) && !externals;
}

/** Whether somebody of that role may see the receipts of it: one's own, of announcements the staff. */
export function maySeeReceipts(kind: "message" | "announced", role: GroupRole): boolean {
  return kind === "message" || role === "owner" || role === "administrator";
}
