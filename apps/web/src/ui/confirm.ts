export interface ConfirmRequest {
  title: string;
  /** The consequence, in one or two sentences. */
  body?: string;
  /** Verb of the act, e.g. 解散群聊; default 确定. */
  confirmLabel?: string;
  danger?: boolean;
  /** The act is allowed only after this exact text was typed. */
  typeName?: string;
}

export interface PendingConfirm extends ConfirmRequest {
  answer: (accepted: boolean) => void;
}

let pending: PendingConfirm | null = null;
const listeners = new Set<() => void>();

/** Asks in a modal window; resolves to whether the person agreed. A second question refuses the first. */
export function confirm(request: ConfirmRequest): Promise<boolean> {
  pending?.answer(false);
  return new Promise((resolve) => {
    set({
      ...request,
      answer: (accepted) => {
        set(null);
        resolve(accepted);
      },
    });
  });
}

export function readPendingConfirm(): PendingConfirm | null {
  return pending;
}

export function subscribeConfirm(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: PendingConfirm | null): void {
  pending = next;
  for (const listener of listeners) listener();
}
