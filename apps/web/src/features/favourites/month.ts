/** Cells of a month (2026-03) by weeks that begin on Monday: days, and null for cells before the first. */
export function cellsOf(month: string): (number | null)[] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const before = (first.getUTCDay() + 6) % 7;
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return [...Array.from({ length: before }, () => null), ...Array.from({ length: days }, (_, index) => index + 1)];
}

/** The month so many months later. */
export function monthBeside(month: string, by: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
}
