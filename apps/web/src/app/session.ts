import { Unreachable } from "@qunxin/client";
import { redirect } from "@tanstack/react-router";
import { client } from "./live.ts";
import { startLive } from "./live-session.ts";
import { setMe, useShell } from "./shell-state.ts";

/**
 * Route guard: lets the signed-in person through, sends everybody else to /login or, before the first run, to /setup.
 * Asks the server once; whom this device knows is let through without an answer, too.
 */
export async function requireMe({ location }: { location: { href: string } }): Promise<void> {
  await knowMe(location);
  // An initial or temporary password opens nothing but the screen that replaces it; the server locks the calls alike.
  if (useShell.getState().me?.passwordChangeRequired) {
    throw redirect({ to: "/password", search: { next: location.href } });
  }
  await startLive();
}

/**
 * Like `requireMe`, for the one screen that a person with a temporary password may see.
 * @throws Unreachable if no server answers and nobody is known
 */
export async function knowMe(location: { href: string }): Promise<void> {
  if (useShell.getState().me) return;
  await client.start();
  const session = client.session.getSnapshot();
  if (session.state === "signed_in") setMe(session.me);
  else if (session.state === "not_set_up") throw redirect({ to: "/setup" });
  else if (session.state === "signed_out") throw redirect({ to: "/login", search: { next: location.href } });
  else throw new Unreachable();
}

/** Route guard for the admin console; on top of `requireMe`. */
export function requireAdministrator(): void {
  const { me } = useShell.getState();
  if (me?.secondFactorRequired) throw redirect({ to: "/settings", search: { section: "security" } });
  if (!me?.administrator) throw redirect({ to: "/chats" });
}
