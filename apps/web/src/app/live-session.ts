import type { Connection, Session } from "@qunxin/client";
import { t } from "../i18n/index.ts";
import { client } from "./live.ts";
import { setBadge, setConnection, setMe, useShell } from "./shell-state.ts";

/** A socket that opens or comes back within this time is no news. */
const reconnectShownAfterMs = 2_000;

let started = false;

/** Opens the live connection for the person just let in, and ties it to the shell. Further calls change nothing. */
export function startLive(): void {
  if (started) return;
  started = true;
  client.session.subscribe(() => followSession(client.session.getSnapshot()));
  client.connection.subscribe(() => followConnection(client.connection.getSnapshot()));
  client.conversations.subscribe(() => showUnread(client.conversations.getSnapshot().unread));
  window.addEventListener("online", () => client.wake());
  useShell.subscribe(({ me }, { me: before }) => {
    // Signed in, or the forced password is changed: the client learns it by asking.
    if (me && (me.id !== before?.id || me.passwordChangeRequired !== before.passwordChangeRequired))
      void client.start();
  });
  void client.start();
}

function followSession(session: Session): void {
  if (session.state === "signed_in") setMe(session.me);
  else if (session.state === "signed_out" && session.ended) leave();
}

/** Starts the page anew, so that nothing of the person stays in memory. */
function leave(): void {
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
