import { type ConversationId, fail, type GroupRole, type PrincipalId } from "@qunxin/protocol";
import type { Access } from "../log/index.ts";
import type { MessagesDeps } from "./deps.ts";
import { maySeeReceipts, receiptsOn } from "./receipts-rules.ts";
import { type Receipted, readReceipted } from "./receipts-store.ts";

export type ReceiptDeps = Pick<
  MessagesDeps,
  "reading" | "transact" | "bus" | "clock" | "log" | "directory" | "groups" | "company" | "ports"
>;

/** Where somebody stands: in the conversation, with that role. */
export interface ReceiptStanding {
  readonly on: boolean;
  readonly role: GroupRole;
}

/** @throws conversations/not_found */
export async function standingOf(
  deps: ReceiptDeps,
  conversationId: ConversationId,
  viewer: PrincipalId,
): Promise<ReceiptStanding> {
  const access = await deps.log.access(conversationId);
  const member = access?.members.get(viewer);
  if (!access || !member) return fail("conversations/not_found");
  return { on: await shown(deps, conversationId, access), role: member.role };
}

/** Whether receipts are shown in the conversation as it stands. */
export async function shown(deps: ReceiptDeps, conversationId: ConversationId, access: Access): Promise<boolean> {
  const policy = await deps.company.policy();
  if (access.kind === "direct") {
    return receiptsOn({ policy, options: null, externals: await oneIsExternal(deps, access) });
  }
  const speech = await deps.groups.speech(conversationId, access.accessVersion);
  if (speech?.state !== "active") return false;
  return receiptsOn({ policy, options: speech.options, externals: hasExternals(access) });
}

/** In direct talk roles do not tell who is external. */
async function oneIsExternal({ directory, reading }: ReceiptDeps, { members }: Access): Promise<boolean> {
  for (const id of members.keys()) {
    if ((await directory.person(reading, id))?.kind !== "employee") return true;
  }
  return false;
}

const externalsOf = new WeakMap<Access, boolean>();

function hasExternals(access: Access): boolean {
  const known = externalsOf.get(access);
  if (known !== undefined) return known;
  const found = [...access.members.values()].some(({ role }) => role === "external");
  externalsOf.set(access, found);
  return found;
}

/** The messages among `seqs` whose receipts the viewer may see. */
export async function receiptedFor(
  deps: ReceiptDeps,
  conversationId: ConversationId,
  viewer: { readonly id: PrincipalId; readonly role: GroupRole },
  seqs: readonly number[],
): Promise<Receipted[]> {
  if (seqs.length === 0) return [];
  const found = await readReceipted(deps.reading, conversationId, viewer.id, seqs);
  return found.filter(({ kind }) => maySeeReceipts(kind, viewer.role));
}

/** One message of one's own, or an announcement as staff. @throws the errors of `receipts.readers` */
export async function demandReceipted(
  deps: ReceiptDeps,
  conversationId: ConversationId,
  viewer: PrincipalId,
  seq: number,
): Promise<Receipted> {
  const { on, role } = await standingOf(deps, conversationId, viewer);
  if (!on) fail("messages/receipts_off");
  const [message] = await receiptedFor(deps, conversationId, { id: viewer, role }, [seq]);
  return message ?? fail("messages/receipt_not_found");
}
