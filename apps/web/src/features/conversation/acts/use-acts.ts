import type { ConversationId, Entry, SaidDraft } from "@qunxin/protocol";
import { useEffect, useMemo, useRef } from "react";
import { client } from "../../../app/live.ts";
import { useSidePanel } from "../use-side-panel.ts";
import { endActing } from "./acting.ts";
import type { ActsPlace } from "./acts-context.ts";

/** Acts on the messages of the open conversation; whatever is being done ends when it is left. */
export function useActs(conversationId: ConversationId, reply: (entry: Entry | null) => void): ActsPlace {
  const panel = useSidePanel();
  const latest = useRef({ reply, panel });
  useEffect(() => {
    latest.current = { reply, panel };
  });
  useEffect(() => endActing, []);
  return useMemo(
    () => ({
      conversationId,
      inThread: false,
      onReply: (entry) => latest.current.reply(entry),
      openThread: (rootSeq) => latest.current.panel.showThread(rootSeq),
      restore: (said) => {
        writeDraft(conversationId, said);
        // Its quote, as far as it can still be seen, comes along.
        void entryAt(conversationId, said.replyToSeq).then((quoted) => latest.current.reply(quoted));
      },
    }),
    [conversationId],
  );
}

/** The composer shows what is written to the draft from outside. What is being written there already stays in front. */
function writeDraft(id: ConversationId, said: SaidDraft): void {
  const now = client.drafts.whole(id).getSnapshot();
  const text = [now?.text, said.text].filter(Boolean).join("\n");
  const people = said.mentions.flatMap((one) => {
    const name = client.people.get(one)?.name;
    return name ? [{ id: one, name }] : [];
  });
  client.drafts.set(id, text, { mentions: [...(now?.mentions ?? []), ...people] });
}

async function entryAt(conversationId: ConversationId, seq: number | null): Promise<Entry | null> {
  if (seq === null) return null;
  const { entries } = await client.call("messages.get", { conversationId, seqs: [seq] }).catch(() => ({ entries: [] }));
  const [found] = entries;
  return found?.body.kind === "message" ? found : null;
}
