import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "../../i18n/index.ts";
import { requireAdministrator } from "../session.ts";
import { signedInRoute } from "./root.ts";

/** 管理后台; its screens are a chunk that only administrators ever load. */
export const adminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin",
  beforeLoad: requireAdministrator,
  component: lazyRouteComponent(
    withTexts("admin", () => import("../../features/admin/AdminLayout.tsx")),
    "AdminLayout",
  ),
});

export const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/",
  component: lazyRouteComponent(() => import("../../features/admin/AdminOverview.tsx"), "AdminOverview"),
});

/** What the people table shows; all of it in the address, so that back and reload keep it. */
export interface AdminDirectorySearch {
  departmentId?: string;
  /** External contacts instead of a department. */
  externals?: true;
  status?: "disabled" | "left" | "any";
  /** Without the departments below; they are included by default. */
  flat?: true;
  /** The person whose drawer is open. */
  personId?: string;
}

export const adminDirectoryRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/directory",
  validateSearch: (search: Record<string, unknown>): AdminDirectorySearch => ({
    ...(typeof search.departmentId === "string" ? { departmentId: search.departmentId } : {}),
    ...(search.externals === true ? { externals: true as const } : {}),
    ...(search.status === "disabled" || search.status === "left" || search.status === "any"
      ? { status: search.status }
      : {}),
    ...(search.flat === true ? { flat: true as const } : {}),
    ...(typeof search.personId === "string" ? { personId: search.personId } : {}),
  }),
  component: lazyRouteComponent(() => import("../../features/admin/directory/DirectoryScreen.tsx"), "DirectoryScreen"),
});

export const adminImportsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/imports",
  component: lazyRouteComponent(() => import("../../features/admin/imports/ImportsScreen.tsx"), "ImportsScreen"),
});

export const adminImportRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/imports/$importId",
  component: lazyRouteComponent(() => import("../../features/admin/imports/ImportScreen.tsx"), "ImportScreen"),
});

export const adminPoliciesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/policies",
  component: lazyRouteComponent(() => import("../../features/admin/policies/PoliciesScreen.tsx"), "PoliciesScreen"),
});

export const adminRetentionRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: "/retention",
  component: lazyRouteComponent(() => import("../../features/admin/retention/RetentionScreen.tsx"), "RetentionScreen"),
});

/** Further screens of the console are added here. */
export const adminRoutes = adminRoute.addChildren([
  adminIndexRoute,
  adminDirectoryRoute,
  adminImportsRoute,
  adminImportRoute,
  adminPoliciesRoute,
  adminRetentionRoute,
]);
