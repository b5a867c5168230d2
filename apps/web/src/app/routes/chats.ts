import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { signedInRoute } from "./root.ts";

/** Layout of 消息: conversation list, the chosen conversation, and its information drawer. */
export const chatsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/chats",
  component: lazyRouteComponent(() => import("../../features/conversation-list/ChatsLayout.tsx"), "ChatsLayout"),
});

export const chatsIndexRoute = createRoute({
  getParentRoute: () => chatsRoute,
  path: "/",
  staticData: { phoneTabs: true },
  component: lazyRouteComponent(() => import("../../features/conversation/NoConversation.tsx"), "NoConversation"),
});

export type ConversationPanel = "info";

export const conversationRoute = createRoute({
  getParentRoute: () => chatsRoute,
  path: "/$conversationId",
  /** `panel` opens the drawer, so that the browser's back closes it; `at` is the seq to jump to. */
  validateSearch: (search: Record<string, unknown>): { panel?: ConversationPanel; at?: number } => ({
    ...(search["panel"] === "info" ? { panel: "info" as const } : {}),
    ...(typeof search["at"] === "number" ? { at: search["at"] } : {}),
  }),
  component: lazyRouteComponent(
    () => import("../../features/conversation/ConversationScreen.tsx"),
    "ConversationScreen",
  ),
});

export const chatRoutes = chatsRoute.addChildren([chatsIndexRoute, conversationRoute]);
