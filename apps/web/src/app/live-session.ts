import type { Connection, Session } from "@qunxin/client";
import { forgetSearches } from "../features/search/recent-searches.ts";
import { watchUploads } from "../features/uploads/start.ts";
import { t } from "../i18n/index.ts";
import { client } from "./live.ts";
import { setBadge, setConnection, setMe, useShell } from "./shell-state.ts";

/** A socket that opens or comes back within this time is no news. */
const reconnectShownAfterMs = 2_000;

let starting: Promise<void> | null = null;

/**
 * Opens the live connection for the person just let in, and ties it to the shell; resolves once what this device keeps
 * can be shown. Further calls change nothing.
 */
export function startLive(): Promise<void> {
  starting ??= start();
  return starting;
}

async function start(): Promise<void> {
  client.session.subscribe(() => followSession(client.session.getSnapshot()));
  client.connection.subscribe(() => followConnection(client.connection.getSnapshot()));
  client.conversations.subscribe(() => showUnread(client.conversations.getSnapshot().unread));
  followConnection(client.connection.getSnapshot());
  followPage();
  watchUploads();
  useShell.subscribe(({ me }, { me: before }) => {
    // Signed in, or the forced password is changed: the client learns it by asking.
    if (me && (me.id !== before?.id || me.passwordChangeRequired !== before.passwordChangeRequired))
      void client.start();
  });
  const session = client.session.getSnapshot();
  const { me } = useShell.getState();
  // The guard has asked already, unless somebody signed in since.
  if (session.state !== "signed_in" || session.me.passwordChangeRequired || session.me.id !== me?.id)
    await client.start();
}

function followPage(): void {
  window.addEventListener("online", () => client.wake());
  // A phone may have put the page to sleep.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && client.wake());
  // Hands the connection over to another tab, and keeps what is still to be kept.
  window.addEventListener("pagehide", () => void client.stop());
  window.addEventListener("pageshow", ({ persisted }) => persisted && void client.start());
}

function followSession(session: Session): void {
  if (session.state === "signed_in") setMe(session.me);
  else if (session.state === "signed_out" && session.ended) void leave();
}

/** Starts the page anew, so that nothing of the person stays in memory or on the device. */
async function leave(): Promise<void> {
  await client.forget();
  forgetSearches();
  const recalled = import("../features/conversation/acts/recalled-drafts.ts");
  await recalled.then(({ forgetRecalled }) => forgetRecalled(true)).catch(() => undefined);
  const { pathname, search } = window.location;
  if (pathname !== "/login") window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}

let shownLater: ReturnType<typeof setTimeout> | undefined;

function followConnection(connection: Connection): void {
  clearTimeout(shownLater);
  if (connection === "online") setConnection("online");
  else
    shownLater = setTimeout(() => setConnection(navigator.onLine ? "reconnecting" : "offline"), reconnectShownAfterMs);
}

let shownUnread = -1;

function showUnread(unread: number): void {
  if (unread === shownUnread) return;
  shownUnread = unread;
  setBadge("chats", unread);
  const app = t("common.app.name");
  document.title = unread > 0 ? t("chat.shell.unreadTitle", { count: unread > 99 ? "99+" : unread, app }) : app;
}
