import type { VListHandle } from "virtua";
import { expect, test, vi } from "vitest";
import { createScrollControl } from "./scroll-control.ts";
import type { TimelineItem } from "./timeline-items.ts";

/** A view of 600 px on 2,000 px of messages, at the end; `look` as the list measures it. */
function atEnd() {
  const look = { scrollOffset: 1_400, scrollSize: 2_000, viewportSize: 600 };
  const scrollToIndex = vi.fn();
  const list = { current: { ...look, scrollToIndex, findItemIndex: () => 0 } as unknown as VListHandle };
  vi.stubGlobal("requestAnimationFrame", () => 0);
  const nothing = () => undefined;
  const source = { loadOlder: nothing, loadNewer: nothing, loadAround: nothing, loadLatest: nothing };
  const control = createScrollControl(list, source, nothing, nothing);
  const set = (change: Partial<typeof look>) => Object.assign(list.current, change);
  const item = { key: "a", row: { state: "pending" } } as unknown as TimelineItem;
  control.rowsChanged([item], { moreBefore: false, moreAfter: false } as never);
  control.resized();
  control.scrolled();
  scrollToIndex.mockClear();
  return { control, set, scrollToIndex };
}

test("A view that grows under the reader stays at the end, though the browser moves it before it is measured", () => {
  const { control, set, scrollToIndex } = atEnd();
  set({ scrollOffset: 1_320 });
  control.scrolled();
  set({ viewportSize: 680 });
  control.resized();
  expect(scrollToIndex).toHaveBeenCalled();
});

test("Whoever scrolls up is left there, also when the view changes its size", () => {
  const { control, set, scrollToIndex } = atEnd();
  set({ scrollOffset: 1_100 });
  control.scrolled();
  set({ viewportSize: 680 });
  control.resized();
  expect(scrollToIndex).not.toHaveBeenCalled();
});
