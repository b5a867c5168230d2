// Part of the service worker: what a push shows, and where a click on it leads.
self.addEventListener("push", (event) => {
  event.waitUntil(receive(event.data ? event.data.json() : {}));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { conversationId, seq } = event.notification.data ?? {};
  if (conversationId) event.waitUntil(open(conversationId, seq));
});

/** @param {{kind: string, conversationId: string, seq: number, title: string, body: string, urgent: boolean, unread: number, read?: Record<string, number>}} push */
async function receive({ kind, conversationId, seq, title, body, urgent, unread, read = {} }) {
  const badge = unread > 0 ? self.navigator.setAppBadge?.(unread) : self.navigator.clearAppBadge?.();
  await badge?.catch(() => undefined);
  await closeRead(read);
  const shown = await self.registration.getNotifications({ tag: conversationId });
  if (kind === "withdraw") {
    for (const notice of shown) if (notice.data?.seq === seq) notice.close();
    return;
  }
  // An open page tells by itself; a second notice would be one too many.
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some((page) => page.focused)) return;
  await self.registration.showNotification(title, {
    body,
    tag: conversationId,
    renotify: urgent || kind === "reminder",
    requireInteraction: urgent,
    icon: "/icon-192.png",
    badge: "/icon-192.png",
    data: { conversationId, seq, confirm: kind === "reminder" },
  });
}

/** No push may be silent, so the next one also says what of the earlier ones was read elsewhere meanwhile. */
async function closeRead(read) {
  for (const notice of await self.registration.getNotifications()) {
    const { conversationId, seq, confirm } = notice.data ?? {};
    if (!confirm && seq <= read[conversationId]) notice.close();
  }
}

async function open(conversationId, seq) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const [page] = pages;
  if (!page) return self.clients.openWindow(`/chats/${conversationId}?at=${seq}`);
  await page.focus();
  page.postMessage({ type: "open-conversation", conversationId, seq });
}
