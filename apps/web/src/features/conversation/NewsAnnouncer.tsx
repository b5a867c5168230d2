import type { TimelineRow } from "@qunxin/client";
import type { Entry } from "@qunxin/protocol";
import { useEffect, useRef, useState } from "react";
import { client } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { t } from "../../i18n/index.ts";
import { summaryText } from "./content/summary-text.ts";

/** News of this time are read out as one. */
const burstMs = 1_200;

export interface NewsAnnouncerProps {
  rows: readonly TimelineRow[];
  /** Whether the rows reach to the live end. */
  attached: boolean;
}

/** Reads new messages of others to screen readers, one announcement per burst. */
export function NewsAnnouncer({ rows, attached }: NewsAnnouncerProps) {
  const me = useShell((state) => state.me?.id);
  const [text, setText] = useState("");
  const told = useRef<number | null>(null);
  const burst = useRef<Entry[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const stored = rows.flatMap((row) => (row.state === "stored" ? [row.entry] : []));
    const newest = stored.at(-1)?.seq ?? 0;
    const from = told.current;
    if (attached) told.current = Math.max(newest, from ?? 0);
    if (!attached || from === null) return;
    const news = stored.filter(({ seq, by, body }) => seq > from && by !== me && body.kind === "message");
    if (news.length === 0) return;
    burst.current.push(...news);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setText(announcement(burst.current));
      burst.current = [];
    }, burstMs);
  }, [rows, attached, me]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return (
    <div aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}

function announcement(news: readonly Entry[]): string {
  const [only] = news;
  if (news.length !== 1 || only?.body.kind !== "message") return t("chat.announce.many", { count: news.length });
  const name = only.by && client.people.get(only.by)?.name;
  return t("chat.announce.one", { name: name || t("chat.person.unknown"), text: summaryText(only.body) });
}
