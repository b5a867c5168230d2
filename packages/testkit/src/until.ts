/**
 * Waits until nothing is missing any more. `missing` answers what is, or null; a timeout names it, so that a failed wait
 * tells what it waited for.
 */
export async function until(
  what: string,
  missing: () => string | null | Promise<string | null>,
  { timeoutMs = 10_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const lacking = await missing();
    if (lacking === null) return;
    if (performance.now() >= deadline) throw new Error(`${what}: after ${timeoutMs} ms still missing: ${lacking}`);
    await new Promise((wake) => setTimeout(wake, everyMs));
  }
}
