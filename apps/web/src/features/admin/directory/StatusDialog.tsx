import type { PersonRow } from "@qunxin/protocol";
import { useState } from "react";
import { useAct } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, Dialog, Field, toast } from "../../../ui/index.ts";
import { Notice } from "../../login/BrandCard.tsx";
import { PersonPicker } from "../PersonPicker.tsx";
import { useDirectoryChanged } from "./directory-news.ts";

export interface StatusDialogProps {
  person: PersonRow;
  status: "disabled" | "left";
  onClose: () => void;
}

/** Disabling or leaving: what follows from it, and who takes over the groups. */
export function StatusDialog({ person, status, onClose }: StatusDialogProps) {
  const t = useT();
  const changed = useDirectoryChanged();
  const act = useAct("directory.setStatus");
  const [successor, setSuccessor] = useState<PersonRow | null>(null);
  const verb = t(status === "left" ? "admin.person.leave" : "admin.person.disable");
  const run = () =>
    act.mutate(
      { personId: person.id, status, ...(successor ? { successorId: successor.id } : {}) },
      {
        onSuccess: () => {
          changed();
          toast.ok(t(`admin.person.ended.${status}`, { name: person.name }));
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      size="sm"
      compact
      title={t(`admin.person.end.${status}`, { name: person.name })}
      locked={act.isPending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button tone="danger-solid" loading={act.isPending} onClick={run}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {act.isError && <Notice tone="bad">{failureText(act.error)}</Notice>}
        <Consequences status={status} />
        <Field label={t("admin.person.successor")} hint={t("admin.person.successor.hint")}>
          <PersonPicker
            label={t("admin.person.successor")}
            chosen={successor}
            onChange={setSuccessor}
            exceptIds={[person.id]}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function Consequences({ status }: Pick<StatusDialogProps, "status">) {
  const t = useT();
  return (
    <ul className="list-disc space-y-1 pl-5 text-body text-ink-2">
      <li>{t("admin.person.end.sessions")}</li>
      <li>{t("admin.person.end.groups")}</li>
      <li>{t("admin.person.end.messages")}</li>
      {status === "left" && <li>{t("admin.person.end.listed")}</li>}
    </ul>
  );
}
