export type ToastTone = "info" | "ok" | "error";

export interface ToastEntry {
  id: number;
  tone: ToastTone;
  text: string;
  action: ToastAction | undefined;
}

export interface ToastAction {
  label: string;
  onSelect: () => void;
}

/** Time on screen; an error stays longer because it must be read. */
const shownMs: Record<ToastTone, number> = { info: 4000, ok: 3000, error: 8000 };
const maxShown = 3;

let entries: readonly ToastEntry[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a short notice; callable from anywhere, drawn by <Toaster/>. */
export const toast = {
  info: (text: string, action?: ToastAction) => show("info", text, action),
  ok: (text: string, action?: ToastAction) => show("ok", text, action),
  error: (text: string, action?: ToastAction) => show("error", text, action),
};

export function dismissToast(id: number): void {
  set(entries.filter((entry) => entry.id !== id));
}

export function readToasts(): readonly ToastEntry[] {
  return entries;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(tone: ToastTone, text: string, action?: ToastAction): void {
  lastId += 1;
  const id = lastId;
  // The same sentence again replaces the old one: a failing loop must not fill the screen.
  const others = entries.filter((entry) => entry.text !== text);
  set([...others, { id, tone, text, action }].slice(-maxShown));
  setTimeout(() => dismissToast(id), shownMs[tone]);
}

function set(next: readonly ToastEntry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}
