import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

export interface View {
  readonly scale: number;
  /** Shift of the middle, in px. */
  readonly x: number;
  readonly y: number;
}

export interface Zoom {
  view: View;
  by: (factor: number) => void;
  reset: () => void;
  pan: (x: number, y: number) => void;
  /** Whether fingers or the mouse are moving it: nothing is animated then. */
  moving: boolean;
  handlers: {
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: (event: PointerEvent) => void;
    onPointerCancel: (event: PointerEvent) => void;
    onDoubleClick: (event: { clientX: number; clientY: number }) => void;
  };
}

const whole: View = { scale: 1, x: 0, y: 0 };
const largest = 8;
/** A finger that went this far has swiped, in px. */
const swipePx = 60;

export interface ZoomInput {
  stage: RefObject<HTMLElement | null>;
  /** -1 to the next picture on the left, 1 to the one on the right. */
  onSwipe: (step: 1 | -1) => void;
  onSwipeDown: () => void;
}

/** Zoom by wheel, pinch, double click and keys; pan by dragging; swipes while the picture is whole. */
export function useZoom({ stage, onSwipe, onSwipeDown }: ZoomInput): Zoom {
  const [view, setView] = useState(whole);
  const [moving, setMoving] = useState(false);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const start = useRef<{ x: number; y: number } | null>(null);
  const scaleAt = (factor: number, clientX: number, clientY: number) =>
    setView((now) => scaled(now, factor, fromMiddle(stage.current, clientX, clientY)));
  useWheel(stage, scaleAt);

  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      scaleAt(distance(now, other) / Math.max(1, distance(before, other)), middle.x, middle.y);
    } else setView((held) => (held.scale > 1 ? moved(held, now.x - before.x, now.y - before.y) : held));
  };
  const onPointerUp = (event: PointerEvent) => {
    const alone = pointers.current.size === 1;
    pointers.current.delete(event.pointerId);
    setMoving(pointers.current.size > 0);
    const from = start.current;
    if (!alone || !from || view.scale > 1 || event.pointerType === "mouse") return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(dx) > swipePx && Math.abs(dx) > Math.abs(dy)) onSwipe(dx < 0 ? 1 : -1);
    else if (dy > swipePx * 1.5) onSwipeDown();
  };
  return {
    view,
    moving,
    by: (factor) => setView((now) => scaled(now, factor, { x: 0, y: 0 })),
    reset: () => setView(whole),
    pan: (x, y) => setView((now) => moved(now, x, y)),
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = pointers.current.size === 0 ? { x: event.clientX, y: event.clientY } : null;
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        setMoving(true);
      },
      onPointerMove,
      onPointerUp,
      onPointerCancel(event) {
        pointers.current.delete(event.pointerId);
        setMoving(false);
      },
      onDoubleClick: ({ clientX, clientY }) => (view.scale > 1 ? setView(whole) : scaleAt(2.5, clientX, clientY)),
    },
  };
}

/** React listens to wheels passively, which could not keep the page from zooming too. */
function useWheel(stage: RefObject<HTMLElement | null>, scaleAt: (factor: number, x: number, y: number) => void): void {
  const latest = useRef(scaleAt);
  useEffect(() => {
    latest.current = scaleAt;
  });
  useEffect(() => {
    const element = stage.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), event.clientX, event.clientY);
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [stage]);
}

/** Keeps the point under the pointer where it is. */
function scaled(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(largest, Math.max(1, view.scale * factor));
  if (scale === 1) return whole;
  const grown = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
}

function moved(view: View, x: number, y: number): View {
  return { ...view, x: view.x + x, y: view.y + y };
}

function fromMiddle(stage: HTMLElement | null, clientX: number, clientY: number): { x: number; y: number } {
  const box = stage?.getBoundingClientRect();
  if (!box) return { x: 0, y: 0 };
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

function distance(one: { x: number; y: number }, other: { x: number; y: number }): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
