// Functions that run in the page: each is handed over by its text and sees nothing of this file.

export interface Loaded {
  /** First contentful paint, ms from the start of the navigation. */
  readonly paintMs: number;
  /** End of the last long task, or the first paint when there was none. */
  readonly interactiveMs: number;
}

/** When the page was painted and when it stopped being busy: nothing long for a second. */
export async function loaded(): Promise<Loaded> {
  let last = 0;
  new PerformanceObserver((found) => {
    for (const { startTime, duration } of found.getEntries()) last = Math.max(last, startTime + duration);
  }).observe({ type: "longtask", buffered: true });
  for (let since = performance.now(), seen = last; performance.now() - since < 1_000; ) {
    await new Promise((wake) => setTimeout(wake, 50));
    if (seen !== last) [seen, since] = [last, performance.now()];
  }
  const paintMs = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN;
  return { paintMs, interactiveMs: Math.max(paintMs, last) };
}

export interface Ride {
  readonly framesMs: readonly number[];
  /** How far the row in view lay from where the step must have brought it, px; the worst. */
  readonly worstJumpPx: number;
  readonly rowsPassed: number;
}

/** Scrolls up by `step` px a frame, older messages being fetched and put in front on the way. */
export async function ride({ step, frames }: { step: number; frames: number }): Promise<Ride> {
  const log = document.querySelector<HTMLElement>("[role=log]");
  if (!log) throw new Error("no timeline");
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const tops = () => {
    const found = new Map<string, number>();
    for (const row of log.querySelectorAll<HTMLElement>("[data-row]")) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) found.set(row.dataset.row ?? "", top);
    }
    return found;
  };
  const framesMs: number[] = [];
  const passed = new Set<string>();
  let worstJumpPx = 0;
  for (let still = 0; still < 30; still++) await frame();
  for (let count = 0, before = await frame(); count < frames; count++) {
    const old = tops();
    const from = log.scrollTop;
    log.scrollTop = from - step;
    const moved = log.scrollTop - from;
    const now = await frame();
    framesMs.push(now - before);
    before = now;
    for (const [key, top] of tops()) {
      passed.add(key);
      const was = old.get(key);
      if (was !== undefined) worstJumpPx = Math.max(worstJumpPx, Math.abs(top - (was - moved)));
    }
  }
  return { framesMs, worstJumpPx, rowsPassed: passed.size };
}

/** Presses it and answers after how many ms the timeline shows the text, to the frame. */
export async function shownAfter(target: Element, text: string): Promise<number> {
  const startedAt = performance.now();
  (target as HTMLElement).click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    if (document.querySelector("[role=log]")?.textContent?.includes(text)) return performance.now() - startedAt;
    if (performance.now() - startedAt > 20_000) throw new Error(`"${text}" was not shown`);
  }
}
