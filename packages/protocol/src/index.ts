import type * as z from "zod/mini";
import type { CallDefinition } from "./call.ts";
import { companyCalls } from "./company.ts";
import { dateCalls } from "./dates.ts";
import { directoryCalls } from "./directory-calls.ts";
import { draftCalls } from "./drafts.ts";
import { fileCalls } from "./files.ts";
import { forwardingCalls } from "./forwarding.ts";
import { groupCalls } from "./group-calls.ts";
import { groupInviteCalls } from "./group-invite-calls.ts";
import { identityCalls } from "./identity.ts";
import { importCalls } from "./imports.ts";
import { keepingCalls } from "./keeping.ts";
import { linkCalls } from "./links.ts";
import { messageActCalls } from "./message-acts.ts";
import { messageCalls } from "./messages.ts";
import { notificationCalls } from "./notifications.ts";
import { receiptCalls } from "./receipts.ts";
import { retentionCalls } from "./retention.ts";
import { schedulingCalls } from "./scheduling.ts";
import { searchCalls } from "./search.ts";

export * from "./act-kinds.ts";
export type { CallAccess, CallDefinition } from "./call.ts";
export { closeCodes } from "./close-codes.ts";
export * from "./company.ts";
export * from "./content.ts";
export * from "./directory.ts";
export * from "./drafts.ts";
export * from "./entries.ts";
export * from "./entry-forms.ts";
export * from "./errors.ts";
export * from "./files.ts";
export * from "./forwarding.ts";
export * from "./frames.ts";
export * from "./groups.ts";
export * from "./identity.ts";
export * from "./ids.ts";
export * from "./imports.ts";
export * from "./keeping.ts";
export { limits } from "./limits.ts";
export * from "./links.ts";
export * from "./message-acts.ts";
export * from "./messages.ts";
export * from "./notifications.ts";
export * from "./notify-rules.ts";
export * from "./receipts.ts";
export * from "./retention.ts";
export * from "./scheduling.ts";
export * from "./search.ts";

/** The whole contract: what clients may ask and what they get. */
export const calls = {
  ...companyCalls,
  ...identityCalls,
  ...directoryCalls,
  ...importCalls,
  ...groupCalls,
  ...groupInviteCalls,
  ...retentionCalls,
  ...messageCalls,
  ...forwardingCalls,
  ...dateCalls,
  ...keepingCalls,
  ...schedulingCalls,
  ...linkCalls,
  ...messageActCalls,
  ...searchCalls,
  ...receiptCalls,
  ...notificationCalls,
  ...draftCalls,
  ...fileCalls,
} as const satisfies Record<string, CallDefinition>;

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller passes (before trimming and defaults). */
export type CallInput<N extends CallName> = z.input<Calls[N]["input"]>;
/** What a use case gets (parsed). */
export type CallArgs<N extends CallName> = z.output<Calls[N]["input"]>;
export type CallOutput<N extends CallName> = z.output<Calls[N]["output"]>;
