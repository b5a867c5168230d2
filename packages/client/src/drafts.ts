import { type CallOutput, type ConversationId, type Draft, limits } from "@qunxin/protocol";
import type { Act, Acts } from "./acts.ts";
import { createFamily, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

/** What was written and not sent, with who was picked in it. */
export type DraftContent = Pick<Draft, "text" | "mentions" | "replyToSeq">;

export interface Drafts {
  /** Its text; empty when there is none. */
  of(id: ConversationId): Store<string>;
  /** All of it; null when there is none. Another device or tab may change it. */
  whole(id: ConversationId): Store<DraftContent | null>;
  /** Keeps what was typed but not sent, here and, a moment later, on one's other devices; an empty text forgets it. */
  set(id: ConversationId, text: string, more?: Partial<Omit<DraftContent, "text">>): void;
}

export interface DraftSink {
  /** Another device or tab changed it; null removed it. */
  changed(id: ConversationId, draft: DraftContent | null): void;
  /** A socket is open: fetches what other devices wrote meanwhile. */
  online(): Promise<void>;
  restore(drafts: readonly (readonly [ConversationId, DraftContent])[]): void;
  finished(act: Act, outcome: unknown): void;
  removed(id: ConversationId): void;
  reset(): void;
}

export interface DraftDeps {
  readonly list: () => Promise<CallOutput<"drafts.list">>;
  readonly acts: Acts;
  readonly timing: Timing;
  readonly signedIn: () => boolean;
  /** Keeps a draft on the device; null forgets it. */
  readonly keep: (id: ConversationId, draft: DraftContent | null) => void;
  /** Tells the other tabs. */
  readonly tell: (id: ConversationId, draft: DraftContent | null) => void;
}

const tellAfterMs = 1_000;

/** Drafts by conversation, the same on all devices of a person: the latest edit holds. */
export function createDrafts(deps: DraftDeps): { drafts: Drafts; sink: DraftSink } {
  const { acts, timing } = deps;
  const wholes = createFamily<ConversationId, DraftContent | null>(() => null);
  const texts = createFamily<ConversationId, string>(() => "");
  const due = new Map<ConversationId, () => void>();

  function show(id: ConversationId, draft: DraftContent | null): void {
    wholes.of(id).set(draft);
    texts.of(id).set(draft?.text ?? "");
  }

  function keep(id: ConversationId, draft: DraftContent | null): void {
    show(id, draft);
    deps.keep(id, draft);
  }

  function tellServer(id: ConversationId): void {
    due.get(id)?.();
    due.delete(id);
    const { text, mentions, replyToSeq } = wholes.of(id).getSnapshot() ?? none;
    // Too long to be sent as it stands: it stays here until it is shorter.
    if (text.length > limits.messageChars) return;
    const input = { conversationId: id, text, mentions, replyToSeq };
    // A refusal means that there is no such conversation any more.
    acts.do(draftKey(id), "drafts.set", input).catch(() => undefined);
  }

  /** One's own edit that the server does not know yet is newer than whatever it tells. */
  function take(id: ConversationId, draft: DraftContent | null): void {
    if (due.has(id) || acts.waiting(draftKey(id), "drafts.set")) return;
    if (!same(wholes.of(id).getSnapshot(), draft)) keep(id, draft);
  }

  return {
    drafts: {
      of: texts.of,
      whole: wholes.of,
      set(id, text, { mentions = [], replyToSeq = null } = {}) {
        const named = mentions.map(({ id: who, name }) => ({ id: who, name }));
        const draft = text === "" ? null : { text, mentions: named, replyToSeq };
        if (!deps.signedIn() || same(wholes.of(id).getSnapshot(), draft)) return;
        keep(id, draft);
        deps.tell(id, draft);
        due.get(id)?.();
        due.set(
          id,
          timing.after(draft ? tellAfterMs : 0, () => tellServer(id)),
        );
      },
    },
    sink: {
      changed: take,
      async online() {
        const { drafts } = await deps.list();
        const found = new Map(drafts.map((draft) => [draft.conversationId, draft]));
        for (const id of wholes.ids()) if (!found.has(id)) take(id, null);
        for (const [id, { text, mentions, replyToSeq }] of found) take(id, { text, mentions, replyToSeq });
      },
      restore(drafts) {
        for (const [id, draft] of drafts) if (wholes.of(id).getSnapshot() === null && !due.has(id)) show(id, draft);
      },
      finished({ name, input }, outcome) {
        if (name !== "drafts.set" || outcome instanceof Error) return;
        const { conversationId } = input as { conversationId: ConversationId };
        const { draft } = outcome as CallOutput<"drafts.set">;
        take(conversationId, draft && { text: draft.text, mentions: draft.mentions, replyToSeq: draft.replyToSeq });
      },
      removed(id) {
        due.get(id)?.();
        due.delete(id);
        acts.drop(draftKey(id));
        if (wholes.of(id).getSnapshot()) keep(id, null);
      },
      reset() {
        for (const cancel of due.values()) cancel();
        due.clear();
        wholes.reset();
        texts.reset();
      },
    },
  };
}

const none: DraftContent = { text: "", mentions: [], replyToSeq: null };

/** Under which key a draft waits to be told. */
function draftKey(id: ConversationId): string {
  return `draft ${id}`;
}

function same(a: DraftContent | null, b: DraftContent | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
