/** Tabs of this browser that are in front of somebody, by their own word. */
const focused = new Map<string, number>();
const self = crypto.randomUUID();
/** A tab that was closed without a word. */
const believedMs = 15_000;

/** Tells the other tabs whether this one is in front, and hears it of them. */
export function watchFocus(): void {
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel("qunxin.focus");
  const say = () => channel.postMessage({ tab: self, on: document.hasFocus() });
  channel.onmessage = ({ data }: MessageEvent<{ tab: string; on: boolean }>) => {
    if (data.on) focused.set(data.tab, Date.now());
    else focused.delete(data.tab);
  };
  for (const event of ["focus", "blur", "pagehide"]) window.addEventListener(event, say);
  setInterval(() => document.hasFocus() && say(), believedMs / 3);
  say();
}

/** Whether another tab of this browser is in front. */
export function anyTabFocused(): boolean {
  return [...focused.values()].some((at) => Date.now() - at < believedMs);
}
