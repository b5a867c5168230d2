import type { ConversationId, Entry } from "@qunxin/protocol";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { useShell } from "../../../app/shell-state.ts";
import { t } from "../../../i18n/index.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { confirm, toast } from "../../../ui/index.ts";
import { copiedText } from "./copied-text.ts";
import { keepRecalled } from "./recalled-drafts.ts";

/** Takes a message back for everybody; asks first when it is somebody else's. */
export async function recall(conversationId: ConversationId, { seq, by }: Entry): Promise<void> {
  const me = useShell.getState().me?.id;
  const own = by !== null && by === me;
  if (!own && !(await agreed("acts.recall.confirmTitle", "acts.recall.confirmBody", "acts.menu.recall"))) return;
  await told(async () => {
    const { draft } = await client.call("messages.recall", { conversationId, seq });
    if (own && draft) keepRecalled(by, conversationId, seq, draft);
    keepFocus();
  });
}

export function pin(conversationId: ConversationId, seq: number, on: boolean): Promise<boolean> {
  return told(async () => {
    await client.call("messages.pin", { conversationId, seq, on });
    toast.ok(t(on ? "acts.pin.done" : "acts.pin.undone"));
  });
}

export function favour(conversationId: ConversationId, seqs: readonly number[]): Promise<boolean> {
  return told(async () => {
    await client.call("favourites.add", { conversationId, seqs: [...seqs] });
    toast.ok(t("acts.favourite.done", { count: seqs.length }));
  });
}

/** Deletes messages for oneself, once the person agreed. Answers whether they are gone. */
export async function hide(conversationId: ConversationId, seqs: readonly number[]): Promise<boolean> {
  const asked = {
    title: t("acts.hide.confirmTitle", { count: seqs.length }),
    body: t("acts.hide.confirmBody"),
    confirmLabel: t("acts.menu.hide"),
    danger: true,
  };
  if (!(await confirm(asked))) return false;
  return told(async () => {
    await client.call("messages.hide", { conversationId, seqs: [...seqs] });
    keepFocus();
    toast.ok(t("acts.hide.done", { count: seqs.length }));
  });
}

/** Copies messages as text, in the order of the conversation. */
export async function copyMessages(entries: readonly Entry[]): Promise<void> {
  const nameOf = (id: Entry["by"]) => (id && client.people.get(id)?.name) || t("chat.person.unknown");
  await copyText(copiedText(entries, nameOf));
}

/** The message that had the focus goes: its timeline takes it. */
function keepFocus(): void {
  const active = document.activeElement;
  const lost = active === null || active === document.body;
  const row = active?.closest("[data-message]");
  const log = lost ? document.querySelector<HTMLElement>("[role=log]") : row?.closest<HTMLElement>("[role=log]");
  log?.focus({ preventScroll: true });
}

type Key = Parameters<typeof t>[0];

function agreed(title: Key, body: Key, confirmLabel: Key): Promise<boolean> {
  return confirm({ title: t(title), body: t(body), confirmLabel: t(confirmLabel), danger: true });
}

async function told(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    toast.error(failureText(error));
    return false;
  }
}
