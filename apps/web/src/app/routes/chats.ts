import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readPlace } from "../../features/search/search-place.ts";
import { withTexts } from "../../i18n/index.ts";
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

export const searchRoute = createRoute({
  getParentRoute: () => chatsRoute,
  path: "/search",
  validateSearch: readPlace,
  component: lazyRouteComponent(
    withTexts("search", () => import("../../features/search/SearchScreen.tsx")),
    "SearchScreen",
  ),
});

/** What the drawer beside a conversation shows: its information, its pinned messages, a search, or the thread that begins at `root`. */
export type ConversationPanel = "info" | "pins" | "search" | "thread";

interface ConversationSearch {
  /** Opens the drawer, so that the browser's back closes it. */
  panel?: ConversationPanel;
  root?: number;
  /** Seq to jump to. */
  at?: number;
}

const panels: readonly unknown[] = ["info", "pins", "search", "thread"] satisfies ConversationPanel[];

export const conversationRoute = createRoute({
  getParentRoute: () => chatsRoute,
  path: "/$conversationId",
  validateSearch: ({ panel, root, at }: Record<string, unknown>): ConversationSearch => ({
    ...(panels.includes(panel) ? { panel: panel as ConversationPanel } : {}),
    ...(typeof root === "number" ? { root } : {}),
    ...(typeof at === "number" ? { at } : {}),
  }),
  component: lazyRouteComponent(
    () => import("../../features/conversation/ConversationScreen.tsx"),
    "ConversationScreen",
  ),
});

export const chatRoutes = chatsRoute.addChildren([chatsIndexRoute, searchRoute, conversationRoute]);
