import { limits } from "@qunxin/protocol";
import { type FormEvent, useState } from "react";
import { Form } from "../../app/contract-form.tsx";
import { usePerson } from "../../app/live.ts";
import { fullDateTime, useT } from "../../i18n/index.ts";
import { Button, Checkbox, Dialog, Field, Textarea } from "../../ui/index.ts";
import { FormFooter } from "./FormFooter.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { useGroupAct } from "./use-group.ts";

/** Shows the announcement; who may announce can change it or take it down. */
export function AnnouncementDialog({ group, onClose }: GroupDialogProps) {
  const [editing, setEditing] = useState(group.announcement === null && group.can.announce);
  if (editing) return <Editor group={group} onClose={onClose} />;
  return <Reader group={group} onClose={onClose} onEdit={() => setEditing(true)} />;
}

function Reader({ group, onClose, onEdit }: GroupDialogProps & { onEdit: () => void }) {
  const t = useT();
  const { announcement, can } = group;
  const author = usePerson(announcement?.by ?? null);
  return (
    <Dialog
      open
      compact
      title={t("groups.announcement")}
      description={
        announcement
          ? [author?.name, fullDateTime(new Date(announcement.at))].filter(Boolean).join(" · ")
          : t("groups.announcement.none")
      }
      onOpenChange={onClose}
      footer={can.announce && <Button onClick={onEdit}>{t("common.edit")}</Button>}
    >
      <p className="text-body whitespace-pre-line select-text wrap-anywhere">{announcement?.text}</p>
    </Dialog>
  );
}

function Editor({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const act = useGroupAct(group.id);
  const [text, setText] = useState(group.announcement?.text ?? "");
  const [confirm, setConfirm] = useState(group.announcement?.confirm ?? false);
  const [pending, setPending] = useState(false);
  const mayConfirm = group.externalCount === 0 && group.options.receipts !== false;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const done = await act("groups.announce", { groupId: group.id, text, confirm }, t("groups.announcement.saved"));
    setPending(false);
    if (done) onClose();
  };
  return (
    <Dialog
      open
      compact
      title={t(group.announcement ? "groups.announcement.edit" : "groups.announcement.write")}
      onOpenChange={onClose}
      footer={
        <FormFooter
          formId="announcement-form"
          pending={pending}
          onCancel={onClose}
          disabled={
            text.trim() === (group.announcement?.text ?? "") && confirm === (group.announcement?.confirm ?? false)
          }
        />
      }
    >
      <Form id="announcement-form" pending={pending} onSubmit={(event) => void submit(event)}>
        <Field
          label={t("groups.announcement")}
          hideLabel
          hint={group.announcement ? t("groups.announcement.clearHint") : undefined}
        >
          <Textarea
            rows={8}
            value={text}
            maxLength={limits.announcementChars}
            placeholder={t("groups.announcement.placeholder")}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {mayConfirm && (
          <Checkbox checked={confirm} onChange={setConfirm} label={t("groups.announcement.confirm")} className="mt-3" />
        )}
      </Form>
    </Dialog>
  );
}
