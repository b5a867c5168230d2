import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { requireAdministrator } from "../session.ts";
import { signedInRoute } from "./root.ts";

/** 管理后台; its screens are a chunk that only administrators ever load. */
export const adminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin",
  beforeLoad: requireAdministrator,
  component: lazyRouteComponent(() => import("../../features/admin/AdminLayout.tsx"), "AdminLayout"),
});

export const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/",
  component: lazyRouteComponent(() => import("../../features/admin/AdminOverview.tsx"), "AdminOverview"),
});

/** Further screens of the console are added here. */
export const adminRoutes = adminRoute.addChildren([adminIndexRoute]);
