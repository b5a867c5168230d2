import type { Locator, Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { CallInput, ConversationId } from "@qunxin/protocol";
import type { Company } from "./company.ts";
import { isPhone } from "./stage.ts";

/** The messages of the open conversation. */
export function log(page: Page): Locator {
  return page.getByRole("log", { name: "消息记录" });
}

/** Sends a message through the API; answers its seq. */
export async function sayAs(
  company: Company,
  account: string,
  conversationId: ConversationId,
  text: string,
  more: Partial<CallInput<"messages.send">> = {},
): Promise<number> {
  const said = { clientId: newKey(), text, mentions: [], mentionAll: false, replyToSeq: null } as const;
  const input = { conversationId, ...said, mentions: [], ...more } as CallInput<"messages.send">;
  return (await company.callAs(account, "messages.send", input)).seq;
}

/** Chooses an act from the menu of the message with that text: a right click, or the phone's sheet. */
export async function actOn(page: Page, text: string, act: string): Promise<void> {
  await log(page).getByText(text).first().click({ button: "right" });
  const menu = isPhone(page) ? page.getByRole("dialog", { name: "消息操作" }) : page.getByRole("menu");
  await menu.getByText(act, { exact: true }).click();
}
