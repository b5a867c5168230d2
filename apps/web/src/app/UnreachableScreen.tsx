import { WifiOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useT } from "../i18n/index.ts";
import { Button, EmptyState } from "../ui/index.ts";

const retryAfterMs = 5_000;

/** Shown while nothing can be drawn because the server does not answer; tries again by itself. */
export function UnreachableScreen({ onRetry }: { onRetry: () => void }) {
  const t = useT();
  const latest = useRef(onRetry);
  useEffect(() => {
    latest.current = onRetry;
  });
  useEffect(() => {
    const retry = () => latest.current();
    const timer = setInterval(retry, retryAfterMs);
    window.addEventListener("online", retry);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", retry);
    };
  }, []);
  return (
    <main className="h-dvh max-h-full min-h-0 flex-1 bg-canvas">
      <div role="status" className="h-full">
        <EmptyState
          icon={<WifiOff size={28} strokeWidth={1.6} />}
          title={t("shell.unreachable.title")}
          hint={t(navigator.onLine ? "shell.unreachable.hint" : "shell.unreachable.offline")}
          action={
            <Button tone="primary" onClick={onRetry}>
              {t("common.retry")}
            </Button>
          }
        />
      </div>
    </main>
  );
}
