import type { Entry, PrincipalId } from "@qunxin/protocol";
import clsx from "clsx";
import { lazy, Suspense, useRef } from "react";
import { usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { timeOfDay, useT, withTexts } from "../../i18n/index.ts";
import { Avatar, KindTag } from "../../ui/index.ts";
import { PersonCardTrigger } from "../people/PersonCardTrigger.tsx";
import { useActing } from "./acts/acting.ts";
import { rowParts } from "./acts/row-loader.ts";
import { useNear } from "./acts/use-near.ts";
import { MessageBubble } from "./content/MessageBubble.tsx";
import { shownMessage } from "./content/shown-message.ts";
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
const RowTools = lazy(async () => ({ default: (await rowParts()).RowTools }));
const PickBox = lazy(async () => ({ default: (await rowParts()).PickBox }));
const ThreadLine = lazy(async () => ({ default: (await rowParts()).ThreadLine }));

/** A message: avatar, name and time where its author's run begins, the bubble, and what became of it. */
export function MessageRow(props: TimelineEntryProps) {
  const { conversationId, row, head, own, flash, inThread } = props;
  const t = useT();
  const me = useShell((state) => state.me);
  const picking = useActing((state) => state.picked !== null) && !inThread;
  const article = useRef<HTMLElement>(null);
  const [near, nearHandlers] = useNear();
  const authorId = row.state === "stored" ? row.entry.by : (me?.id ?? null);
  const author = usePerson(authorId);
  const name = useShownName(authorId);
  const message = shownMessage(row, { conversationId, own, me: me?.id ?? null });
  if (!message) return null;
  const entry = row.state === "stored" ? row.entry : null;
  const time = timeOfDay(new Date(timeOf(row)));
  const label = own ? t("chat.message.own", { time }) : t("chat.message.label", { name, time });
  return (
    <article
      ref={article}
      data-message={entry?.seq}
      tabIndex={-1}
      aria-label={label}
      className={clsx(
        "relative flex gap-2.5 rounded-control focus-visible:outline-offset-2",
        own && "flex-row-reverse",
        head ? "pt-4" : "pt-1",
        picking && "ml-8",
      )}
      {...nearHandlers}
    >
      <div className={clsx("flex min-w-0 flex-1 flex-col", own ? "items-end" : "items-start")}>
        {head && <RowHead {...props} name={name} external={author?.kind === "external"} time={time} />}
        <div className={clsx("relative flex max-w-full items-end gap-2", own && "flex-row-reverse")}>
          <MessageBubble message={message} rowKey={row.key} flash={flash} onJump={props.onJump} />
          <SendState conversationId={conversationId} row={row} />
          {own && entry?.body.kind === "message" && (
            <Suspense>
              <ReceiptMark conversationId={conversationId} seq={entry.seq} direct={!props.groupId} />
            </Suspense>
          )}
          {entry && near && !picking && (
            <Suspense>
              <RowTools entry={entry} own={own} row={article} />
            </Suspense>
          )}
        </div>
        {entry && <Beneath {...props} entry={entry} />}
      </div>
      {/* Stands first and is read last: sender, text, then the rest. */}
      <span className="order-first w-9 shrink-0">
        {head && <AuthorAvatar {...props} authorId={authorId} name={author?.name ?? name} url={author?.avatarUrl} />}
      </span>
      <span className="w-9 shrink-0 max-md:w-6" />
      {entry && picking && (
        <Suspense>
          <PickBox seq={entry.seq} label={label} />
        </Suspense>
      )}
    </article>
  );
}

interface RowHeadProps extends TimelineEntryProps {
  name: string;
  external: boolean;
  time: string;
}

/** Who said it and when, above the first of a run; both are read as the name of the message. */
function RowHead({ own, role, row, name, external, time }: RowHeadProps) {
  return (
    <div className="mb-1 flex max-w-full items-center gap-1.5 text-meta text-ink-2">
      {!own && (
        <span aria-hidden className="truncate">
          {name}
        </span>
      )}
      {role && <KindTag kind={role === "owner" ? "owner" : "admin"} />}
      {!own && external && <KindTag kind="external" />}
      <time aria-hidden dateTime={timeOf(row)} className="shrink-0 text-ink-3 tabular-nums">
        {time}
      </time>
    </div>
  );
}

/** Below the bubble: the thread it belongs to, what it asks for, and what has become of it. */
function Beneath({ conversationId, entry, own, inThread }: TimelineEntryProps & { entry: Entry }) {
  const rootSeq = !inThread && entry.body.kind === "message" ? entry.body.thread : undefined;
  return (
    <>
      {rootSeq !== undefined && (
        <Suspense fallback={<span className="h-5 max-md:h-11" />}>
          <ThreadLine conversationId={conversationId} rootSeq={rootSeq} />
        </Suspense>
      )}
      {asks(entry) && (
        <Suspense fallback={<div className="h-8" />}>
          <MessageAsks conversationId={conversationId} entry={entry} own={own} />
        </Suspense>
      )}
      <Feet conversationId={conversationId} entry={entry} own={own} inThread={inThread} />
    </>
  );
}

/** Whether a message asks its readers for more than reading it. */
function asks({ body }: Entry): boolean {
  return body.kind === "message" && (body.confirm === true || body.urgent === true);
}

const RowFeet = lazy(async () => ({ default: (await rowParts()).RowFeet }));

type FeetProps = Pick<TimelineEntryProps, "conversationId" | "own" | "inThread"> & { entry: Entry };

/** What became of a message; nothing of it is loaded before something has. */
function Feet(props: FeetProps) {
  const { state, seq } = props.entry;
  const reacted = useActing((acting) => acting.reacted.has(seq));
  const { edited, pinned, thread, reactions } = state ?? {};
  const lines = Number(Boolean(edited ?? pinned)) * 20 + Number(Boolean(thread)) * 24;
  const chips = reactions?.length ? 30 : 0;
  if (lines + chips === 0 && !reacted) return null;
  return (
    <Suspense fallback={<span style={{ height: lines + chips }} />}>
      <RowFeet {...props} />
    </Suspense>
  );
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
