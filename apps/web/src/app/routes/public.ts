import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "../../i18n/index.ts";
import { NotFoundScreen } from "../NotFoundScreen.tsx";
import { knowMe } from "../session.ts";
import { rootRoute } from "./root.ts";

export const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  /** `code` is the one-time set-up code of the URL that the start prints. */
  validateSearch: (search: Record<string, unknown>): { code?: string } => textOf(search, "code"),
  component: lazyRouteComponent(
    withTexts(["setup", "identity"], () => import("../../features/setup/SetupScreen.tsx")),
    "SetupScreen",
  ),
});

export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  /** `next` is the path to open after signing in. */
  validateSearch: (search: Record<string, unknown>): { next?: string } => textOf(search, "next"),
  component: lazyRouteComponent(
    withTexts("identity", () => import("../../features/login/LoginScreen.tsx")),
    "LoginScreen",
  ),
});

/** Replaces an initial or temporary password; every other screen sends there until it is done. */
export const passwordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/password",
  beforeLoad: ({ location }) => knowMe(location),
  validateSearch: (search: Record<string, unknown>): { next?: string } => textOf(search, "next"),
  component: lazyRouteComponent(
    withTexts("identity", () => import("../../features/login/PasswordScreen.tsx")),
    "PasswordScreen",
  ),
});

export const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/join/$token",
  component: lazyRouteComponent(
    withTexts(["groups", "identity"], () => import("../../features/join/JoinScreen.tsx")),
    "JoinScreen",
  ),
});

/** Every component of the kit on one page; only in `vite dev`, a build has neither the page nor its code. */
export const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/gallery",
  component: import.meta.env.DEV
    ? lazyRouteComponent(() => import("../../gallery/Gallery.tsx"), "Gallery")
    : NotFoundScreen,
});

function textOf<K extends string>(search: Record<string, unknown>, name: K): { [key in K]?: string } {
  const value = search[name];
  // The router parses search values as JSON, so a code of digits arrives as a number.
  const text = typeof value === "number" ? String(value) : value;
  return (typeof text === "string" ? { [name]: text } : {}) as { [key in K]?: string };
}
