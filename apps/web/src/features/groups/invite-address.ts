import type { Invite } from "@qunxin/protocol";

/** What is printed, scanned and passed on: the page that shows the invitation. */
export function inviteAddress({ token }: Pick<Invite, "token">, origin: string): string {
  return `${origin}/join/${encodeURIComponent(token)}`;
}
