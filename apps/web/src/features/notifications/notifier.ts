import type { ConfirmAsked, Notice } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import type { UseNavigateResult } from "@tanstack/react-router";
import { client } from "../../app/live.ts";
import { t } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import { summaryText } from "../conversation/content/summary-text.ts";
import { watchBadge } from "./badge.ts";
import { anyTabFocused, watchFocus } from "./focus.ts";
import { closeShown, followReading, show } from "./outside.ts";
import { renewPush } from "./push.ts";
import { playSound } from "./sound.ts";

type Navigate = UseNavigateResult<string>;

/** Leads to a message; known once the notifier has started. */
let jump: (conversationId: ConversationId, seq: number) => void = () => undefined;

/** Tells of what comes while the app is open: in the page where somebody looks, else outside it. */
export function startNotifier(navigate: Navigate): void {
  jump = (conversationId, seq) =>
    void navigate({ to: "/chats/$conversationId", params: { conversationId }, search: { at: seq } });
  watchFocus();
  watchBadge();
  followReading();
  void renewPush().catch(() => undefined);
  client.notifying.onNotice(tell);
  client.receipts.onAsked(tellAsked);
  window.addEventListener("focus", () => {
    const open = openConversation();
    if (open !== null) void closeShown(open);
  });
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.type === "open-conversation") jump(data.conversationId, data.seq);
  });
}

function tell({ conversationId, entry, urgent }: Notice): void {
  const settings = client.notifying.getSnapshot()?.settings;
  const focused = document.hasFocus();
  if (focused && openConversation() === conversationId) return;
  // One tab tells: the one in front, else the one that speaks for all.
  if (!focused && (anyTabFocused() || !client.leads())) return;
  const text = settings?.preview === false ? t("notices.new") : said(conversationId, entry);
  if (settings?.sound !== false) playSound();
  const title = titleOf(conversationId, entry.by);
  if (focused) inPage(conversationId, entry.seq, `${urgent ? `[${t("notices.urgent")}] ` : ""}${title}: ${text}`);
  else if (settings?.desktop !== false) {
    const lead = () => jump(conversationId, entry.seq);
    void show({ conversationId, seq: entry.seq, title, text, urgent, confirm: false, jump: lead });
  }
}

function tellAsked({ conversationId, seq, by }: ConfirmAsked): void {
  const focused = document.hasFocus();
  if (!focused && (anyTabFocused() || !client.leads())) return;
  const title = titleOf(conversationId, by);
  const text = t("notices.confirmAsked");
  if (focused) inPage(conversationId, seq, `${title}: ${text}`);
  else {
    const lead = () => jump(conversationId, seq);
    void show({ conversationId, seq, title, text, urgent: true, confirm: true, jump: lead });
  }
}

function inPage(conversationId: ConversationId, seq: number, text: string): void {
  toast.info(text.slice(0, 120), { label: t("notices.view"), onSelect: () => jump(conversationId, seq) });
}

function openConversation(): ConversationId | null {
  const match = /\/chats\/([0-9a-f-]{36})/.exec(window.location.pathname);
  return (match?.[1] as ConversationId | undefined) ?? null;
}

function titleOf(id: ConversationId, by: Notice["entry"]["by"]): string {
  const item = client.conversations.of(id).getSnapshot();
  if (item?.kind === "group") return item.name;
  return (by && client.people.get(by)?.name) || t("common.app.name");
}

function said(id: ConversationId, { by, body }: Notice["entry"]): string {
  if (body.kind === "announced") return `[${t("notices.announced")}] ${body.text.slice(0, 160)}`;
  if (body.kind !== "message") return "";
  const text = summaryText(body);
  const group = client.conversations.of(id).getSnapshot()?.kind === "group";
  const name = by && client.people.get(by)?.name;
  return group && name ? `${name}: ${text}` : text;
}
