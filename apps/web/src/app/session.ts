import { Unreachable } from "@qunxin/client";
import type { Me } from "@qunxin/protocol";
import { redirect } from "@tanstack/react-router";
import { startLive } from "./live-session.ts";
import { setMe, useShell } from "./shell-state.ts";

/**
 * Route guard: lets the signed-in person through, sends everybody else to /login or, before the first run, to /setup.
 * Asks the server once; afterwards the known person is let through, also offline.
 */
export async function requireMe({ location }: { location: { href: string } }): Promise<void> {
  await knowMe(location);
  // An initial or temporary password opens nothing but the screen that replaces it; the server locks the calls alike.
  if (useShell.getState().me?.passwordChangeRequired) {
    throw redirect({ to: "/password", search: { next: location.href } });
  }
  startLive();
}

/** Like `requireMe`, for the one screen that a person with a temporary password may see. */
export async function knowMe(location: { href: string }): Promise<void> {
  if (useShell.getState().me) return;
  const answer = await askWhoIsSignedIn();
  if (answer.kind === "me") setMe(answer.me);
  else if (answer.kind === "not_set_up") throw redirect({ to: "/setup" });
  else throw redirect({ to: "/login", search: { next: location.href } });
}

/** Route guard for the admin console; on top of `requireMe`. */
export function requireAdministrator(): void {
  if (!useShell.getState().me?.administrator) throw redirect({ to: "/chats" });
}

type Answer = { kind: "me"; me: Me } | { kind: "signed_out" } | { kind: "not_set_up" };

/** @throws Unreachable if no server answers, also where a proxy answers in its place. */
async function askWhoIsSignedIn(): Promise<Answer> {
  const response = await fetch("/api/identity.me", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }).catch(unreachable);
  if (response.status >= 502) unreachable();
  const body: unknown = await response.json().catch(unreachable);
  if (response.ok) return { kind: "me", me: body as Me };
  const code = (body as { code?: unknown }).code;
  if (code === "company/not_set_up") return { kind: "not_set_up" };
  if (code === "identity/signed_out") return { kind: "signed_out" };
  throw new Error(`identity.me answered ${response.status} ${String(code)}`);
}

function unreachable(cause?: unknown): never {
  throw new Unreachable({ cause });
}
