import type { ConversationId, PrincipalId, SaidDraft } from "@qunxin/protocol";

/** So long what one has recalled can be taken up again on the device that recalled it. */
export const reeditMs = 5 * 60_000;
const storageKey = "qunxin.recalled";

interface Kept {
  readonly by: PrincipalId;
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly draft: SaidDraft;
  /** Epoch ms. */
  readonly until: number;
}

let memory: readonly Kept[] | null = null;
const listeners = new Set<() => void>();

/** Keeps what a recalled message said, for its author. */
export function keepRecalled(by: PrincipalId, conversationId: ConversationId, seq: number, draft: SaidDraft): void {
  const others = all().filter((one) => one.conversationId !== conversationId || one.seq !== seq);
  save([...others, { by, conversationId, seq, draft, until: Date.now() + reeditMs }]);
}

/** What a message said that this person recalled here a while ago, and until when (epoch ms) that is kept. */
export function recalledDraft(
  by: PrincipalId | undefined,
  conversationId: ConversationId,
  seq: number,
): Pick<Kept, "draft" | "until"> | null {
  const kept = all().find((one) => one.by === by && one.conversationId === conversationId && one.seq === seq);
  return kept && kept.until > Date.now() ? kept : null;
}

/** Forgets what is past its time, or for everybody who signs out all of it. */
export function forgetRecalled(everything = false): void {
  const left = everything ? [] : all().filter(({ until }) => until > Date.now());
  if (left.length !== all().length) save(left);
}

export function onRecalledChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function all(): readonly Kept[] {
  memory ??= read();
  return memory;
}

function save(next: readonly Kept[]): void {
  memory = next.filter(({ until }) => until > Date.now());
  try {
    if (memory.length === 0) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(memory));
  } catch {
    // Without storage it lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

function read(): readonly Kept[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(saved) ? (saved as Kept[]) : [];
  } catch {
    return [];
  }
}
