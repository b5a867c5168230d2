import type { CallInput, RetentionPreview } from "@qunxin/protocol";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { formatNumber, fullDateTime, useT } from "../../../i18n/index.ts";
import { Button, Dialog, ErrorState, Skeleton } from "../../../ui/index.ts";
import { sizeText } from "../../conversation/content/size-text.ts";
import { Notice } from "../../login/BrandCard.tsx";

export interface PurgeDialogProps {
  /** What would be set. */
  change: CallInput<"retention.preview">;
  pending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** What a shorter retention removes, counted at this moment; only who has seen the number may go on. */
export function PurgeDialog({ change, pending, onConfirm, onClose }: PurgeDialogProps) {
  const t = useT();
  const preview = useCall("retention.preview", change, { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false });
  const messages = preview.data?.messages ?? 0;
  return (
    <Dialog
      open
      compact
      title={t("admin.purge.title")}
      locked={pending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <div className="flex flex-wrap justify-end gap-2">
          <Button disabled={pending} onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            tone={messages > 0 ? "danger-solid" : "primary"}
            disabled={!preview.data}
            loading={pending}
            onClick={onConfirm}
          >
            {messages > 0 ? t("admin.purge.confirm", { count: messages }) : t("common.save")}
          </Button>
        </div>
      }
    >
      {preview.isPending && <Skeleton rows={4} />}
      {preview.isError && <ErrorState message={failureText(preview.error)} onRetry={() => void preview.refetch()} />}
      {preview.data && <Preview preview={preview.data} />}
    </Dialog>
  );
}

function Preview({ preview }: { preview: RetentionPreview }) {
  const t = useT();
  if (preview.groups === 0) return <p className="text-body text-ink-2">{t("admin.purge.nothing")}</p>;
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="bad">{t("admin.purge.warning")}</Notice>
      <dl className="grid grid-cols-2 gap-3">
        <Figure label={t("admin.purge.messages")} value={formatNumber(preview.messages)} />
        <Figure label={t("admin.purge.groups")} value={formatNumber(preview.groups)} />
        <Figure
          label={t("admin.purge.files")}
          value={t("admin.purge.filesOf", { count: preview.files, size: sizeText(preview.bytes) })}
        />
        {preview.oldestAt && (
          <Figure label={t("admin.purge.oldest")} value={fullDateTime(new Date(preview.oldestAt))} />
        )}
      </dl>
      {preview.groups > 1 && <Most groups={preview.most} />}
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-ink-2">{label}</dt>
      <dd className="text-body font-semibold tabular-nums wrap-anywhere">{value}</dd>
    </div>
  );
}

function Most({ groups }: { groups: RetentionPreview["most"] }) {
  const t = useT();
  return (
    <section>
      <h3 className="text-meta text-ink-2">{t("admin.purge.most")}</h3>
      <ul className="divide-y divide-line">
        {groups.map(({ id, name, messages }) => (
          <li key={id} className="flex items-center justify-between gap-3 py-1.5 text-body">
            <span className="min-w-0 truncate">{name}</span>
            <span className="shrink-0 text-ink-2 tabular-nums">{t("admin.purge.count", { count: messages })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
