import { Failure } from "@qunxin/protocol";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/failure-text.ts";
import { fullDateTime, useT } from "../../../i18n/index.ts";
import { Dialog, EmptyState, ErrorState, Skeleton } from "../../../ui/index.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { useEntryAt } from "../thread/use-entry-at.ts";

/** What an edited message said before, the newest first; for its author, the owner and administrators. */
export function VersionsDialog({ place, onClose }: { place: MessagePlace; onClose: () => void }) {
  const t = useT();
  const { conversationId, seq } = place;
  const entry = useEntryAt(conversationId, seq);
  const { data, error, refetch } = useCall(
    "messages.versions",
    { conversationId, seq },
    { staleTime: 0, retry: false },
  );
  const denied = error instanceof Failure && error.code === "access/permission_denied";
  const current = entry?.body.kind === "message" ? [{ text: entry.body.text, at: entry.state?.edited?.at }] : [];
  return (
    <Dialog open title={t("acts.menu.versions")} onOpenChange={onClose}>
      {denied ? (
        <EmptyState title={t("acts.versions.denied")} />
      ) : error ? (
        <ErrorState title={t("acts.versions.failed")} message={failureText(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : (
        <ol className="flex flex-col gap-3">
          {[...current, ...data.versions.toReversed()].map(({ text, at }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: versions never change their order.
            <li key={index} className="rounded-card bg-hover px-3 py-2">
              <p className="pb-1 text-mini text-ink-3">
                {index === 0 ? t("acts.versions.now") : t("acts.versions.before")}
                {at && <time dateTime={at}> · {fullDateTime(new Date(at))}</time>}
              </p>
              <p className="text-body wrap-anywhere whitespace-pre-wrap">{text || "—"}</p>
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
