import type { ReactNode } from "react";
import { QuickReactions } from "../reactions/QuickReactions.tsx";
import type { ActsPlace } from "./acts-context.ts";

export { messageMenu } from "../message-menu.tsx";
export { rowKeys } from "./row-keys.ts";

/** The likely reactions for the top of the phone's sheet. */
export function reactionsOnTop({ conversationId }: ActsPlace, seq: number): (close: () => void) => ReactNode {
  return (close) => <QuickReactions place={{ conversationId, seq }} onDone={close} />;
}
