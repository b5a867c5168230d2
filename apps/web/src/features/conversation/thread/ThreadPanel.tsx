import type { ConversationItem, TimelineRow } from "@qunxin/client";
import type { ConversationId, Entry } from "@qunxin/protocol";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { failureText } from "../../../app/failure-text.ts";
import { client, useConversation, useStore } from "../../../app/live.ts";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import { Button, EmptyState, ErrorState, Skeleton } from "../../../ui/index.ts";
import { NicknamesContext, useNicknames } from "../../groups/use-nicknames.ts";
import { ActsContext, type ActsPlace } from "../acts/acts-context.ts";
import { LineComposer, type Said } from "../acts/LineComposer.tsx";
import { ReplyPreview } from "../composer/ReplyPreview.tsx";
import { useBlocked } from "../composer/use-blocked.ts";
import { useGroupDetails } from "../use-group-details.ts";
import { ThreadRows } from "./ThreadRows.tsx";
import { useThread } from "./use-thread.ts";

export interface ThreadPanelProps {
  conversationId: string;
  rootSeq: number;
}

/** 话题: the message that began it, the answers, and a composer of its own. */
export function ThreadPanel({ conversationId, rootSeq }: ThreadPanelProps) {
  const id = conversationId as ConversationId;
  const item = useConversation(id);
  if (!item) return <Skeleton rows={6} />;
  return <OpenThread key={`${id}/${rootSeq}`} item={item} rootSeq={rootSeq} />;
}

function OpenThread({ item, rootSeq }: { item: ConversationItem; rootSeq: number }) {
  const t = useT();
  const details = useGroupDetails(item.id, item.kind === "group").data;
  const nicknames = useNicknames(details);
  const thread = useThread(item.id, rootSeq);
  const [replyTo, setReplyTo] = useState<Entry | null>(null);
  const acts = useThreadActs(item.id, setReplyTo);
  const rows = useThreadRows(item.id, rootSeq, thread.replies);
  if (thread.root === null || thread.root?.body.kind === "recalled") {
    return <EmptyState title={t("acts.thread.rootGone")} className="flex-1" />;
  }
  if (thread.error && thread.replies.length === 0) {
    return (
      <ErrorState title={t("acts.thread.failed")} message={failureText(thread.error)} onRetry={() => thread.retry()} />
    );
  }
  const submit = async (said: Said) => {
    client.timelines.send(item.id, { ...said, replyToSeq: replyTo?.seq ?? null, thread: rootSeq });
    setReplyTo(null);
    return true;
  };
  return (
    <NicknamesContext value={nicknames}>
      <ActsContext value={acts}>
        <ThreadScroll end={rows.at(-1)?.key}>
          {thread.root ? <ThreadRows item={item} rows={[rowOf(thread.root)]} /> : <Skeleton rows={2} />}
          <p className="flex items-center gap-3 px-4 pt-3 text-mini text-ink-3">
            {t("acts.thread.replies", { count: thread.root?.state?.thread?.count ?? rows.length })}
            <span aria-hidden className="h-px flex-1 bg-line" />
          </p>
          {thread.moreBefore && (
            <div className="px-4 pt-2">
              <Button size="sm" loading={thread.loadingBefore} onClick={thread.loadBefore}>
                {t("acts.thread.older")}
              </Button>
            </div>
          )}
          <ThreadRows item={item} rows={rows} />
        </ThreadScroll>
        <ThreadComposer item={item} onSubmit={submit} onEscape={() => setReplyTo(null)} details={details}>
          {replyTo && <ReplyPreview entry={replyTo} onCancel={() => setReplyTo(null)} />}
        </ThreadComposer>
      </ActsContext>
    </NicknamesContext>
  );
}

type ThreadComposerProps = Pick<
  Parameters<typeof LineComposer>[0],
  "item" | "details" | "onSubmit" | "onEscape" | "children"
>;

function ThreadComposer(props: ThreadComposerProps) {
  const t = useT();
  const blocked = useBlocked(props.item, props.details);
  if (blocked !== null) {
    return <p className="shrink-0 border-t border-line px-4 py-3 text-center text-meta text-ink-2">{blocked}</p>;
  }
  return <LineComposer {...props} label={t("acts.thread.compose")} submitLabel={t("chat.composer.send")} />;
}

/** Stays at the newest answer while the reader is there. */
function ThreadScroll({ end, children }: { end: string | undefined; children: React.ReactNode }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `end` is what tells of a new answer.
  useLayoutEffect(() => {
    const view = scroller.current;
    if (view && sticks.current) view.scrollTop = view.scrollHeight;
  }, [end]);
  return (
    <div
      ref={scroller}
      role="log"
      aria-label={t("acts.thread.title")}
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-3 focus-visible:-outline-offset-2"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        sticks.current = scrollTop + clientHeight > scrollHeight - 24;
      }}
    >
      {children}
    </div>
  );
}

function useThreadActs(conversationId: ConversationId, onReply: (entry: Entry) => void): ActsPlace {
  return useMemo(
    () => ({ conversationId, inThread: true, onReply, openThread: () => undefined, restore: () => undefined }),
    [conversationId, onReply],
  );
}

/** The answers, then what is on its way to this thread. */
function useThreadRows(id: ConversationId, rootSeq: number, replies: readonly Entry[]): readonly TimelineRow[] {
  const { rows } = useStore(client.timelines.of(id));
  const me = useShell((state) => state.me?.id);
  return useMemo(() => {
    const known = new Set(replies.flatMap(({ clientId, by }) => (by === me && clientId ? [clientId] : [])));
    const outgoing = rows.filter(
      (row) => row.state !== "stored" && row.draft.thread === rootSeq && !known.has(row.clientId),
    );
    return [...replies.map(rowOf), ...outgoing];
  }, [rows, rootSeq, replies, me]);
}

const madeRows = new WeakMap<Entry, TimelineRow>();

function rowOf(entry: Entry): TimelineRow {
  const found = madeRows.get(entry);
  if (found) return found;
  const row: TimelineRow = { key: entry.clientId ?? entry.id, state: "stored", entry };
  madeRows.set(entry, row);
  return row;
}
