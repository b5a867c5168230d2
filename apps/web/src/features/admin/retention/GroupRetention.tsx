import type { KeptGroup, Policy } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { callKey, useAct } from "../../../app/api.ts";
import { Form, failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Dialog, toast } from "../../../ui/index.ts";
import { DialogButtons } from "../DialogButtons.tsx";
import { KeptDays } from "./KeptDays.tsx";
import { daysText, isShorter, type Kept, rangeFault } from "./kept.ts";
import { PurgeDialog } from "./PurgeDialog.tsx";

export interface GroupRetentionProps {
  group: KeptGroup;
  retention: Policy["retention"];
  onClose: () => void;
}

/** How long one group keeps its messages; before it becomes shorter, what goes is shown. */
export function GroupRetention({ group, retention, onClose }: GroupRetentionProps) {
  const [own, setOwn] = useState<Kept>(group.own);
  const [asking, setAsking] = useState(false);
  const { save, pending } = useSaving(group, own, onClose);
  const policyDays = group.type === "customer" ? retention.customerDays : retention.normalDays;
  const submit = () => {
    if (rangeFault(own)) return;
    const days = own === "policy" ? policyDays : own;
    if (isShorter(days, group.days)) setAsking(true);
    else save();
  };
  if (asking) {
    const change = { group: { groupId: group.id, days: own } };
    return <PurgeDialog change={change} pending={pending} onConfirm={save} onClose={() => setAsking(false)} />;
  }
  return (
    <Setting
      group={group}
      policyDays={policyDays}
      own={own}
      onChange={setOwn}
      pending={pending}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

function useSaving(group: KeptGroup, own: Kept, onSaved: () => void) {
  const t = useT();
  const queries = useQueryClient();
  const act = useAct("retention.setGroup");
  const save = () =>
    act.mutate(
      { groupId: group.id, days: own },
      {
        onSuccess: () => {
          void queries.invalidateQueries({ queryKey: callKey("retention.groups") });
          toast.ok(t("admin.saved"));
          onSaved();
        },
        onError: (error) => toast.error(failureText(error)),
      },
    );
  return { save, pending: act.isPending };
}

interface SettingProps {
  group: KeptGroup;
  policyDays: number | null;
  own: Kept;
  onChange: (own: Kept) => void;
  pending: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

function Setting({ group, policyDays, own, onChange, pending, onSubmit, onClose }: SettingProps) {
  const t = useT();
  const form = useId();
  const [judged, setJudged] = useState(false);
  return (
    <Dialog
      open
      size="sm"
      compact
      title={group.name}
      locked={pending}
      onOpenChange={(open) => !open && onClose()}
      footer={<DialogButtons form={form} label={t("common.save")} pending={pending} onCancel={onClose} />}
    >
      <Form
        id={form}
        pending={pending}
        onSubmit={() => {
          setJudged(true);
          onSubmit();
        }}
      >
        <KeptDays
          label={t("admin.retention.kept")}
          policy={t("admin.retention.asPolicy", { days: daysText(policyDays) })}
          value={own}
          onChange={onChange}
          error={(judged && rangeFault(own)) || undefined}
        />
        <p className="mt-3 text-meta text-ink-2">{t("admin.retention.told")}</p>
      </Form>
    </Dialog>
  );
}
