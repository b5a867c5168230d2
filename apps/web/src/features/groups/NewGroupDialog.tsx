import type { ConversationId, GroupType, Selection } from "@qunxin/protocol";
import { useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Button, confirm, Dialog, Skeleton } from "../../ui/index.ts";
import { overLimit } from "../people/head-count.ts";
import { isNothing, nothingPicked, type Picked } from "../people/selection.ts";
import { type HeadCount, useHeadCount } from "../people/use-head-count.ts";
import { useInitialPick } from "../people/use-initial-pick.ts";
import { GroupDetailsForm } from "./GroupDetailsForm.tsx";
import { PickMembersStep } from "./PickMembersStep.tsx";
import { useCreateGroup } from "./use-create-group.ts";

export interface NewGroupDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Who is chosen at the start: a colleague, a department. */
  initialSelection?: Selection | undefined;
  onCreated: (groupId: ConversationId) => void;
}

/** Creates a group in two screens: who, then how it is called. */
export function NewGroupDialog(props: NewGroupDialogProps) {
  return props.open ? <Opened {...props} /> : null;
}

function Opened(props: NewGroupDialogProps) {
  const t = useT();
  const initial = useInitialPick(props.initialSelection);
  if (initial) return <NewGroup {...props} initial={initial} />;
  return (
    <Dialog open onOpenChange={props.onOpenChange} title={t("groups.new")} size="xl">
      <Skeleton look="list" className="h-100" />
    </Dialog>
  );
}

const formId = "new-group-form";

function NewGroup({ onOpenChange, onCreated, initial }: NewGroupDialogProps & { initial: Picked }) {
  const t = useT();
  const [step, setStep] = useState<1 | 2>(1);
  const [type, setType] = useState<GroupType>("normal");
  const [picked, setPicked] = useState(initial);
  const members = type === "all_staff" ? nothingPicked : picked;
  const headCount = useHeadCount(members, type);
  const creation = useCreateGroup((groupId) => {
    onOpenChange(false);
    onCreated(groupId);
  });
  const close = async () => {
    if (step === 1 && (picked === initial || isNothing(picked))) return onOpenChange(false);
    if (
      await confirm({
        title: t("groups.new.close"),
        body: t("groups.new.close.body"),
        confirmLabel: t("groups.new.close.confirm"),
      })
    ) {
      onOpenChange(false);
    }
  };
  const changeType = (next: GroupType) => {
    setType(next);
    if (next !== "customer") setPicked(withoutExternals);
  };
  const goBack = () => {
    creation.reset();
    setStep(1);
  };
  const footer =
    step === 1 ? (
      <PickFooter ready={mayGoOn(type, headCount)} onCancel={() => void close()} onNext={() => setStep(2)} />
    ) : (
      <DetailsFooter pending={creation.pending} onBack={goBack} />
    );
  return (
    <Dialog
      open
      flush
      size={step === 1 ? "xl" : "md"}
      locked={creation.pending}
      title={t("groups.new")}
      description={t("groups.new.step", { step, what: t(step === 1 ? "groups.new.pick" : "groups.new.details") })}
      footer={footer}
      onOpenChange={() => void close()}
    >
      {step === 1 ? (
        <PickMembersStep
          type={type}
          onTypeChange={changeType}
          picked={picked}
          setPicked={setPicked}
          headCount={headCount}
        />
      ) : (
        <GroupDetailsForm id={formId} type={type} picked={members} headCount={headCount} creation={creation} />
      )}
    </Dialog>
  );
}

// Two components: a button that turned into the submit button under the pointer would submit by the same click.
function PickFooter({ ready, onCancel, onNext }: { ready: boolean; onCancel: () => void; onNext: () => void }) {
  const t = useT();
  return (
    <>
      <Button onClick={onCancel}>{t("common.cancel")}</Button>
      <Button tone="primary" disabled={!ready} onClick={onNext}>
        {t("common.next")}
      </Button>
    </>
  );
}

function DetailsFooter({ pending, onBack }: { pending: boolean; onBack: () => void }) {
  const t = useT();
  return (
    <>
      <Button onClick={onBack} disabled={pending}>
        {t("common.previous")}
      </Button>
      <Button type="submit" form={formId} tone="primary" loading={pending}>
        {t("groups.new.create")}
      </Button>
    </>
  );
}

function mayGoOn(type: GroupType, { answer }: HeadCount): boolean {
  return type === "all_staff" || (answer !== null && answer.count > 0 && overLimit(answer) === 0);
}

/** Keeps the same object when there are none, so that an untouched choice still counts as untouched. */
function withoutExternals(picked: Picked): Picked {
  const people = picked.people.filter((person) => person.kind !== "external");
  return people.length === picked.people.length ? picked : { ...picked, people };
}
