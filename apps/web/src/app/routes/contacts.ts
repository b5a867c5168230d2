import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "../../i18n/index.ts";
import { signedInRoute } from "./root.ts";

/** Layout of 通讯录: organisation at the left, the chosen department or list at the right. */
export const contactsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/contacts",
  component: lazyRouteComponent(
    withTexts("groups", () => import("../../features/contacts/ContactsLayout.tsx")),
    "ContactsLayout",
  ),
});

export const contactsIndexRoute = createRoute({
  getParentRoute: () => contactsRoute,
  path: "/",
  staticData: { phoneTabs: true },
  component: lazyRouteComponent(() => import("../../features/contacts/NoDepartment.tsx"), "NoDepartment"),
});

export const departmentRoute = createRoute({
  getParentRoute: () => contactsRoute,
  path: "/departments/$departmentId",
  component: lazyRouteComponent(() => import("../../features/contacts/DepartmentScreen.tsx"), "DepartmentScreen"),
});

export const myGroupsRoute = createRoute({
  getParentRoute: () => contactsRoute,
  path: "/groups",
  component: lazyRouteComponent(() => import("../../features/contacts/MyGroupsScreen.tsx"), "MyGroupsScreen"),
});

export const externalsRoute = createRoute({
  getParentRoute: () => contactsRoute,
  path: "/externals",
  component: lazyRouteComponent(() => import("../../features/contacts/ExternalsScreen.tsx"), "ExternalsScreen"),
});

export const contactRoutes = contactsRoute.addChildren([
  contactsIndexRoute,
  departmentRoute,
  myGroupsRoute,
  externalsRoute,
]);
