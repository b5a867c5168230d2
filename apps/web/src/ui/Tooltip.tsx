import { Slot } from "radix-ui";
import {
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { createPortal } from "react-dom";

type Side = "top" | "right" | "bottom" | "left";

interface Shown {
  text: ReactNode;
  side: Side;
  element: Element;
}

const delayMs = 450;
/** Going from one button to the next, one does not wait again. */
const againMs = 200;
const gapPx = 6;
const marginPx = 8;

// One at a time in the whole app: so that a hundred buttons cost a hundred listeners, and one popup.
let shown: Shown | null = null;
let hiddenAt = 0;
const listeners = new Set<() => void>();

function set(next: Shown | null): void {
  if (shown && !next) hiddenAt = performance.now();
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Draws the tooltip; must stand once around the app. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  const now = useSyncExternalStore(subscribe, () => shown);
  return (
    <>
      {children}
      {now && createPortal(<Bubble shown={now} />, document.body)}
    </>
  );
}

export interface TooltipProps {
  text: ReactNode;
  side?: Side;
  /** One focusable element; it must take a ref and events. */
  children: ReactElement;
}

/** A few words beside what the mouse rests on or the keyboard has come to. Its child has a name without them. */
export function Tooltip({ text, side = "bottom", children }: TooltipProps) {
  const own = useRef<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const show = (element: Element) => {
    own.current = element;
    set({ text, side, element });
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (shown && shown.element === own.current) set(null);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      if (shown && shown.element === own.current) set(null);
    },
    [],
  );
  return (
    <Slot.Root
      onPointerEnter={({ pointerType, currentTarget }: PointerEvent) => {
        if (pointerType === "touch") return;
        clearTimeout(timer.current);
        const wait = performance.now() - hiddenAt < againMs ? 0 : delayMs;
        timer.current = setTimeout(() => show(currentTarget), wait);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={({ target, currentTarget }: FocusEvent) => {
        if (target === currentTarget && target.matches(":focus-visible")) show(currentTarget);
      }}
      onBlur={hide}
    >
      {children}
    </Slot.Root>
  );
}

function Bubble({ shown: { text, side, element } }: { shown: Shown }) {
  const bubble = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const update = () => {
      if (!element.isConnected) return set(null);
      if (bubble.current)
        setPlace(placed(element.getBoundingClientRect(), bubble.current.getBoundingClientRect(), side));
    };
    update();
    // Its words may come later, e.g. names that are fetched.
    const size = new ResizeObserver(update);
    if (bubble.current) size.observe(bubble.current);
    return () => size.disconnect();
  }, [element, side]);
  useEffect(() => {
    const hide = () => set(null);
    const onKeyDown = ({ key }: KeyboardEvent) => key === "Escape" && hide();
    window.addEventListener("keydown", onKeyDown, true);
    window.addEventListener("scroll", hide, true);
    return () => {
      window.removeEventListener("keydown", onKeyDown, true);
      window.removeEventListener("scroll", hide, true);
    };
  }, []);
  return (
    <div
      ref={bubble}
      role="tooltip"
      style={{ ...(place ?? { left: 0, top: 0 }), visibility: place ? "visible" : "hidden" }}
      className="pointer-events-none fixed z-60 max-w-72 animate-fade-in rounded-control bg-ink-1 px-2 py-1 text-meta text-pane shadow-pop max-md:hidden"
    >
      {text}
    </div>
  );
}

/** Beside the element, on the other side where there is no room, and never outside the window. */
function placed(anchor: DOMRect, own: DOMRect, side: Side): { left: number; top: number } {
  const upright = side === "top" || side === "bottom";
  const before = upright ? anchor.top - gapPx - own.height : anchor.left - gapPx - own.width;
  const after = upright ? anchor.bottom + gapPx : anchor.right + gapPx;
  const room = upright ? window.innerHeight - marginPx - own.height : window.innerWidth - marginPx - own.width;
  const wantsBefore = side === "top" || side === "left";
  const along = wantsBefore ? (before >= marginPx ? before : after) : after <= room ? after : before;
  const across = upright ? anchor.left + (anchor.width - own.width) / 2 : anchor.top + (anchor.height - own.height) / 2;
  const left = upright ? across : along;
  const top = upright ? along : across;
  return {
    left: Math.round(Math.max(marginPx, Math.min(left, window.innerWidth - marginPx - own.width))),
    top: Math.round(Math.max(marginPx, Math.min(top, window.innerHeight - marginPx - own.height))),
  };
}
