import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { signedInRoute } from "./root.ts";

export const workbenchRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/workbench",
  staticData: { phoneTabs: true },
  component: lazyRouteComponent(() => import("../../features/workbench/WorkbenchScreen.tsx"), "WorkbenchScreen"),
});

/** The phone's tab 我: the same settings, with the tabs below. */
export const meRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/me",
  staticData: { phoneTabs: true },
  component: lazyRouteComponent(() => import("../../features/settings/SettingsScreen.tsx"), "SettingsScreen"),
});

export const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("../../features/settings/SettingsScreen.tsx"), "SettingsScreen"),
});
