import { createRouter } from "@tanstack/react-router";
import { CrashScreen } from "./CrashScreen.tsx";
import { NotFoundScreen } from "./NotFoundScreen.tsx";
import { adminRoutes } from "./routes/admin.ts";
import { chatRoutes } from "./routes/chats.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { keptRoute, meRoute, settingsRoute, workbenchRoute } from "./routes/personal.ts";
import { galleryRoute, joinRoute, loginRoute, passwordRoute, setupRoute } from "./routes/public.ts";
import { indexRoute, rootRoute, signedInRoute } from "./routes/root.ts";

const routeTree = rootRoute.addChildren([
  indexRoute,
  setupRoute,
  loginRoute,
  passwordRoute,
  joinRoute,
  galleryRoute,
  signedInRoute.addChildren([
    chatRoutes,
    contactRoutes,
    workbenchRoute,
    meRoute,
    keptRoute,
    settingsRoute,
    adminRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: CrashScreen,
  defaultNotFoundComponent: NotFoundScreen,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** A phone shows the tab bar below this screen: set it on the first screen of a tab. */
    phoneTabs?: boolean;
  }
}
