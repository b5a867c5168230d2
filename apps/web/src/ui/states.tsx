import clsx from "clsx";
import { CircleAlert, Inbox } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useT } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { copyText } from "./copy-text.ts";

export interface EmptyStateProps {
  /** One line. */
  title: string;
  hint?: ReactNode;
  icon?: ReactNode;
  /** One action. */
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ title, hint, icon, action, className }: EmptyStateProps) {
  return (
    <div className={clsx("flex h-full flex-col items-center justify-center gap-1 p-8 text-center", className)}>
      <span aria-hidden className="mb-3 flex size-16 items-center justify-center rounded-full bg-hover text-ink-3">
        {icon ?? <Inbox size={28} strokeWidth={1.6} />}
      </span>
      <p className="text-body text-ink-2">{title}</p>
      {hint && <p className="max-w-90 text-meta text-ink-3">{hint}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  /** What failed; default 出错了. */
  title?: string;
  /** Why, e.g. errorText(code). */
  message?: string;
  /** requestId of the server, shown with a copy button. */
  errorId?: string | undefined;
  onRetry?: (() => void) | undefined;
  className?: string;
}

export function ErrorState({ title, message, errorId, onRetry, className }: ErrorStateProps) {
  const t = useT();
  return (
    <div
      role="alert"
      className={clsx("flex h-full flex-col items-center justify-center gap-1 p-8 text-center", className)}
    >
      <span aria-hidden className="mb-3 flex size-16 items-center justify-center rounded-full bg-bad-soft text-bad">
        <CircleAlert size={28} strokeWidth={1.6} />
      </span>
      <p className="text-body font-medium">{title ?? t("common.error.title")}</p>
      {message && <p className="max-w-90 text-meta text-ink-2">{message}</p>}
      {onRetry && (
        <Button className="mt-4" tone="primary" onClick={onRetry}>
          {t("common.retry")}
        </Button>
      )}
      {errorId && <CopyableId errorId={errorId} />}
    </div>
  );
}

function CopyableId({ errorId }: { errorId: string }) {
  const t = useT();
  return (
    <p className="mt-3 flex items-center gap-1 text-mini text-ink-3">
      {t("common.error.id")} <code className="font-mono select-all">{errorId}</code>
      <Button tone="link" size="sm" onClick={() => void copyText(errorId)}>
        {t("common.copy")}
      </Button>
    </p>
  );
}

/** Renders its children only after `ms`, so that what loads fast never flickers. */
export function Delayed({ ms = 150, children }: { ms?: number; children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return due ? children : null;
}

export interface SkeletonProps {
  /** Grey rows with an avatar (list), plain lines (text), or one block filling its box (block). */
  look?: "list" | "text" | "block";
  rows?: number;
  className?: string;
}

/** Placeholder while loading; appears after 150 ms. */
export function Skeleton({ look = "text", rows = 6, className }: SkeletonProps) {
  const t = useT();
  return (
    <Delayed>
      <div role="status" aria-label={t("common.loading")} className={clsx("animate-pulse", className)}>
        {look === "block" ? (
          <span className="block size-full rounded-card bg-line" />
        ) : (
          Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move.
            <SkeletonRow key={`row-${row}`} avatar={look === "list"} short={row % 3 === 2} />
          ))
        )}
      </div>
    </Delayed>
  );
}

function SkeletonRow({ avatar, short }: { avatar: boolean; short: boolean }) {
  return (
    <div className={clsx("flex items-center gap-3", avatar ? "h-16 px-4" : "h-8")}>
      {avatar && <span className="size-11 shrink-0 rounded-card bg-line" />}
      <span className="flex flex-1 flex-col gap-2">
        <span className={clsx("h-3 rounded-full bg-line", short ? "w-2/5" : "w-3/5")} />
        {avatar && <span className="h-2.5 w-4/5 rounded-full bg-line" />}
      </span>
    </div>
  );
}
