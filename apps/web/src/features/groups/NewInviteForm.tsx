import type { GroupDetails, Invite } from "@qunxin/protocol";
import { type FormEvent, useState } from "react";
import { useAct } from "../../app/api.ts";
import { Form, failureText } from "../../app/contract-form.tsx";
import { useIntentionKey } from "../../app/request-key.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Field, Input, Select } from "../../ui/index.ts";
import { FailureNotice } from "./FailureNotice.tsx";
import { useGroupRefresh } from "./use-group.ts";

const dayMs = 86_400_000;
const validities = { "1d": dayMs, "7d": 7 * dayMs, "30d": 30 * dayMs, "365d": 365 * dayMs } as const;
type Validity = keyof typeof validities;
const maxUsesMost = 100_000;

export interface NewInviteFormProps {
  kind: Invite["kind"];
  group: GroupDetails;
  onMade: (invite: Invite) => void;
}

/** Makes an invitation, valid for a while and, if wanted, for a number of uses. */
export function NewInviteForm({ kind, group, onMade }: NewInviteFormProps) {
  const t = useT();
  const act = useAct("groups.createInvite");
  const key = useIntentionKey();
  const refresh = useGroupRefresh(group.id);
  const [validity, setValidity] = useState<Validity>("7d");
  const [maxUses, setMaxUses] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate(
      {
        key: key.current(),
        groupId: group.id,
        kind,
        validMs: validities[validity],
        maxUses: maxUses === "" ? null : Number(maxUses),
      },
      {
        onSuccess: (invite) => {
          key.spend();
          refresh();
          onMade(invite);
        },
      },
    );
  };
  return (
    <Form
      pending={act.isPending}
      onSubmit={submit}
      aria-label={t(`groups.invites.create.${kind}`)}
      className="flex flex-col gap-4"
    >
      {act.isError && <FailureNotice>{failureText(act.error)}</FailureNotice>}
      <div className="grid grid-cols-2 items-end gap-3">
        <ValidityField validity={validity} onChange={setValidity} />
        <MaxUsesField maxUses={maxUses} onChange={setMaxUses} />
      </div>
      <Button type="submit" tone="primary" loading={act.isPending}>
        {t(`groups.invites.create.${kind}`)}
      </Button>
    </Form>
  );
}

function ValidityField({ validity, onChange }: { validity: Validity; onChange: (validity: Validity) => void }) {
  const t = useT();
  const options = (Object.keys(validities) as Validity[]).map((value) => ({
    value,
    label: t(`groups.invites.valid.${value}`),
  }));
  return (
    <Field label={t("groups.invites.valid")}>
      <Select value={validity} onChange={onChange} options={options} />
    </Field>
  );
}

function MaxUsesField({ maxUses, onChange }: { maxUses: string; onChange: (maxUses: string) => void }) {
  const t = useT();
  return (
    <Field label={t("groups.invites.maxUses")}>
      <Input
        type="number"
        min={1}
        max={maxUsesMost}
        inputMode="numeric"
        placeholder={t("groups.invites.unlimited")}
        value={maxUses}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, ""))}
      />
    </Field>
  );
}
