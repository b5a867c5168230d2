const storageKey = "qunxin.list-width";

/** Bounds of the list at the left, px. */
export const listWidths = { lowest: 240, highest: 380, usual: 300 } as const;

/** How wide the person has drawn the list on this device; null: as usual. */
export function readListWidth(): number | null {
  try {
    const saved = localStorage.getItem(storageKey);
    return saved === null ? null : withinListWidths(Number(saved));
  } catch {
    return null;
  }
}

/** Keeps the width; answers what it is within the bounds. */
export function keepListWidth(width: number): number {
  const kept = withinListWidths(width);
  try {
    localStorage.setItem(storageKey, String(kept));
  } catch {
    // Without storage it lasts until the page is closed.
  }
  return kept;
}

function withinListWidths(width: number): number {
  const { lowest, highest, usual } = listWidths;
  return Number.isFinite(width) ? Math.round(Math.min(highest, Math.max(lowest, width))) : usual;
}
