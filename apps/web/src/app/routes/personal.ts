import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "../../i18n/index.ts";
import { signedInRoute } from "./root.ts";

export const workbenchRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/workbench",
  staticData: { phoneTabs: true },
  component: lazyRouteComponent(
    withTexts("groups", () => import("../../features/workbench/WorkbenchScreen.tsx")),
    "WorkbenchScreen",
  ),
});

/** The phone's tab 我: the same settings, with the tabs below. */
export const meRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/me",
  staticData: { phoneTabs: true },
  component: lazyRouteComponent(
    withTexts(["identity", "notices"], () => import("../../features/settings/SettingsScreen.tsx")),
    "SettingsScreen",
  ),
});

export type KeptTab = "favourites" | "reminders" | "scheduled";

const keptTabs: readonly unknown[] = ["favourites", "reminders", "scheduled"];

/** 收藏, 稍后提醒, 定时发送. */
export const keptRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/kept",
  validateSearch: (search: Record<string, unknown>): { tab?: KeptTab } =>
    keptTabs.includes(search.tab) ? { tab: search.tab as KeptTab } : {},
  component: lazyRouteComponent(
    withTexts(["kept", "kinds"], () => import("../../features/favourites/KeptScreen.tsx")),
    "KeptScreen",
  ),
});

export type SettingsSection = "profile" | "look" | "notices" | "password" | "security" | "devices" | "about";

const settingsSections: readonly unknown[] = ["profile", "look", "notices", "password", "security", "devices", "about"];

export const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings",
  /** On a phone each section is a screen of its own, so that the browser's back closes it. */
  validateSearch: (search: Record<string, unknown>): { section?: SettingsSection } =>
    settingsSections.includes(search.section) ? { section: search.section as SettingsSection } : {},
  component: lazyRouteComponent(
    withTexts(["identity", "notices"], () => import("../../features/settings/SettingsScreen.tsx")),
    "SettingsScreen",
  ),
});
