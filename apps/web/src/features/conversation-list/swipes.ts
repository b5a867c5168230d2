/** A row drawn aside, and the room at the right edge of the window that it has set free, px. */
export interface Swiped {
  readonly id: string;
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** Three acts of 72 px. */
const openPx = 216;
const opensFromPx = 64;
const decidedPx = 12;

interface Drag {
  readonly row: HTMLElement;
  readonly x: number;
  readonly y: number;
  /** How far the row was drawn aside when the finger came. */
  readonly from: number;
  aside: boolean | null;
}

/** Lets rows be drawn to the left by a finger, one at a time; tells which one is and how far. */
export function followSwipes(
  scroller: HTMLElement,
  tell: (swiped: Swiped | null) => void,
): { close: () => void; end: () => void } {
  let drag: Drag | null = null;
  let open: { row: HTMLElement; width: number } | null = null;

  function draw(row: HTMLElement, width: number, settles: boolean): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.style.transition = settles && !still ? "transform 160ms ease-out" : "";
    row.style.transform = width > 0 ? `translateX(${-width}px)` : "";
    open = width > 0 ? { row, width } : null;
    const { top, height } = row.getBoundingClientRect();
    tell(width > 0 ? { id: row.dataset["conversation"] ?? "", top, height, width } : null);
  }

  function close(): void {
    if (open) draw(open.row, 0, true);
  }

  function onStart({ touches, target }: TouchEvent): void {
    const [finger] = touches;
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-conversation]") : null;
    if (open && open.row !== row) close();
    drag = null;
    if (!finger || touches.length > 1 || !row) return;
    drag = { row, x: finger.clientX, y: finger.clientY, from: open?.width ?? 0, aside: null };
  }

  function onMove(event: TouchEvent): void {
    const [finger] = event.touches;
    if (!drag || !finger) return;
    const across = drag.x - finger.clientX;
    const along = Math.abs(drag.y - finger.clientY);
    if (drag.aside === null && Math.max(Math.abs(across), along) > decidedPx) drag.aside = Math.abs(across) > along;
    if (!drag.aside) return;
    // Neither scrolling nor a press.
    if (event.cancelable) event.preventDefault();
    draw(drag.row, Math.min(openPx, Math.max(0, drag.from + across)), false);
  }

  function onEnd(event: TouchEvent): void {
    const { row, aside, from } = drag ?? {};
    drag = null;
    if (!row) return;
    if (aside) draw(row, (open?.width ?? 0) >= (from ? openPx - opensFromPx : opensFromPx) ? openPx : 0, true);
    else if (from && event.cancelable) {
      // A tap on a row that is drawn aside puts it back, and opens nothing.
      event.preventDefault();
      close();
    }
  }

  scroller.addEventListener("touchstart", onStart, { passive: true });
  scroller.addEventListener("touchmove", onMove, { passive: false });
  scroller.addEventListener("touchend", onEnd, { passive: false });
  scroller.addEventListener("touchcancel", close);
  scroller.addEventListener("scroll", close, { passive: true });
  return {
    close,
    end() {
      close();
      scroller.removeEventListener("touchstart", onStart);
      scroller.removeEventListener("touchmove", onMove);
      scroller.removeEventListener("touchend", onEnd);
      scroller.removeEventListener("touchcancel", close);
      scroller.removeEventListener("scroll", close);
    },
  };
}
