import type { FileId } from "@qunxin/protocol";
import { create } from "zustand";

const storageKey = "qunxin.played";
const keptAtMost = 500;

/** Voice notes heard on this device, newest last. */
export const usePlayed = create<{ ids: readonly FileId[] }>(() => ({ ids: read() }));

export function markPlayed(id: FileId): void {
  const { ids } = usePlayed.getState();
  if (ids.includes(id)) return;
  const next = [...ids, id].slice(-keptAtMost);
  usePlayed.setState({ ids: next });
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // Without storage the dots come back with the next page.
  }
}

function read(): FileId[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(saved) ? (saved as FileId[]) : [];
  } catch {
    return [];
  }
}
