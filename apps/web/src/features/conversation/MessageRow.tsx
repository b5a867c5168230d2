import type { Entry, PrincipalId } from "@qunxin/protocol";
import clsx from "clsx";
import { lazy, Suspense } from "react";
import { usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { timeOfDay, useT, withTexts } from "../../i18n/index.ts";
import { Avatar, KindTag } from "../../ui/index.ts";
import { PersonCardTrigger } from "../people/PersonCardTrigger.tsx";
import { MessageBubble } from "./content/MessageBubble.tsx";
import { shownMessage } from "./content/shown-message.ts";
import { MessageTools } from "./MessageTools.tsx";
import { SendState } from "./SendState.tsx";
import type { TimelineEntryProps } from "./TimelineEntry.tsx";
import { timeOf } from "./timeline-items.ts";
import { useShownName } from "./use-names.ts";

const ReceiptMark = lazy(
  withTexts("receipts", async () => ({ default: (await import("../receipts/ReceiptMark.tsx")).ReceiptMark })),
);
const MessageAsks = lazy(
  withTexts("receipts", async () => ({ default: (await import("../receipts/MessageAsks.tsx")).MessageAsks })),
);

/** A message: avatar, name and time where its author's run begins, the bubble, and what became of it. */
export function MessageRow(props: TimelineEntryProps) {
  const { row, head, own, flash } = props;
  const t = useT();
  const me = useShell((state) => state.me);
  const authorId = row.state === "stored" ? row.entry.by : (me?.id ?? null);
  const author = usePerson(authorId);
  const name = useShownName(authorId);
  const message = shownMessage(row, { conversationId: props.conversationId, own, me: me?.id ?? null });
  if (!message) return null;
  const time = timeOfDay(new Date(timeOf(row)));
  return (
    <article
      aria-label={own ? t("chat.message.own", { time }) : t("chat.message.label", { name, time })}
      className={clsx("group/message flex gap-2.5", own && "flex-row-reverse", head ? "pt-4" : "pt-1")}
    >
      {head ? (
        <AuthorAvatar {...props} authorId={authorId} name={author?.name ?? name} url={author?.avatarUrl} />
      ) : (
        <span className="w-9 shrink-0" />
      )}
      <div className={clsx("flex min-w-0 flex-1 flex-col", own ? "items-end" : "items-start")}>
        {head && (
          <div className="mb-1 flex max-w-full items-center gap-1.5 text-meta text-ink-2">
            {!own && <span className="truncate">{name}</span>}
            {props.role && <KindTag kind={props.role === "owner" ? "owner" : "admin"} />}
            {!own && author?.kind === "external" && <KindTag kind="external" />}
            <time dateTime={timeOf(row)} className="shrink-0 text-ink-3 tabular-nums">
              {time}
            </time>
          </div>
        )}
        <div className={clsx("flex max-w-full items-end gap-2", own && "flex-row-reverse")}>
          <MessageBubble message={message} rowKey={row.key} flash={flash} onJump={props.onJump} />
          <SendState conversationId={props.conversationId} row={row} />
          {own && row.state === "stored" && row.entry.body.kind === "message" && (
            <Suspense>
              <ReceiptMark conversationId={props.conversationId} seq={row.entry.seq} direct={!props.groupId} />
            </Suspense>
          )}
          <MessageTools row={row} onReply={props.onReply} />
        </div>
        {row.state === "stored" && asks(row.entry) && (
          <Suspense fallback={<div className="h-8" />}>
            <MessageAsks conversationId={props.conversationId} entry={row.entry} own={own} />
          </Suspense>
        )}
      </div>
      <span className="w-9 shrink-0 max-md:w-6" />
    </article>
  );
}

/** Whether a message asks its readers for more than reading it. */
function asks({ body }: Entry): boolean {
  return body.kind === "message" && (body.confirm === true || body.urgent === true);
}

interface AuthorAvatarProps extends TimelineEntryProps {
  authorId: PrincipalId | null;
  name: string;
  url: string | null | undefined;
}

function AuthorAvatar({ authorId, name, url, groupId }: AuthorAvatarProps) {
  const avatar = <Avatar id={authorId ?? ""} name={name} url={url} />;
  if (authorId === null) return avatar;
  return (
    <PersonCardTrigger personId={authorId} name={name} fromGroup={groupId} className="self-start">
      {avatar}
    </PersonCardTrigger>
  );
}
