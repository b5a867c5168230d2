import type { CallOutput, ErrorCode } from "@qunxin/protocol";

/** Why an invitation leads nowhere. */
export type JoinEndKind = "unknown" | "expired" | "revoked" | "usedUp" | "dissolved" | "full" | "externals";

const ends: Partial<Record<ErrorCode, JoinEndKind>> = {
  "groups/invite_not_found": "unknown",
  "request/invalid": "unknown",
  "groups/invite_expired": "expired",
  "groups/invite_revoked": "revoked",
  "groups/invite_used_up": "usedUp",
  "conversations/dissolved": "dissolved",
  "groups/member_limit": "full",
  "groups/external_not_allowed": "externals",
};

/** The end an error code stands for; null when trying again may help. */
export function endOf(code: ErrorCode | null): JoinEndKind | null {
  return (code && ends[code]) ?? null;
}

export function isFull({
  memberCount,
  memberLimit,
}: Pick<CallOutput<"groups.invitation">, "memberCount" | "memberLimit">): boolean {
  return memberLimit !== null && memberCount >= memberLimit;
}
