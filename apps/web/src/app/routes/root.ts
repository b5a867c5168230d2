import { createRootRoute, createRoute, redirect } from "@tanstack/react-router";
import { AppShell } from "../AppShell.tsx";
import { requireMe } from "../session.ts";

export const rootRoute = createRootRoute();

export const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/chats" });
  },
});

/** Parent of every screen that needs a signed-in person; draws the shell around them. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: requireMe,
  component: AppShell,
});
