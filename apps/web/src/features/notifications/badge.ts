import { client } from "../../app/live.ts";

/** Shows what is unread on the tab's icon and on the installed app. */
export function watchBadge(): void {
  let shown = -1;
  const show = () => {
    const { unread } = client.conversations.getSnapshot();
    if (unread === shown) return;
    if (shown <= 0 !== unread <= 0) void markIcon(unread > 0);
    shown = unread;
    const done = unread > 0 ? navigator.setAppBadge?.(unread) : navigator.clearAppBadge?.();
    void done?.catch(() => undefined);
  };
  client.conversations.subscribe(show);
  show();
}

let icon: Promise<string> | null = null;

/** A red dot on the icon of the tab. */
async function markIcon(on: boolean): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  icon ??= fetch(link.href).then((answer) => answer.text());
  const plain = await icon.catch(() => "");
  if (!plain.includes("</svg>")) return;
  const [, , width = 512, height = 512] = /viewBox="([^"]+)"/.exec(plain)?.[1]?.split(/\s+/).map(Number) ?? [];
  const dot = `<circle cx="${width * 0.78}" cy="${height * 0.22}" r="${width * 0.22}" fill="#cf2f37"/></svg>`;
  const svg = on ? plain.replace("</svg>", dot) : plain;
  link.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
