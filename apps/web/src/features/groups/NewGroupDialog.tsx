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
  const goBack = () => {
    creation.reset();
    setStep(1);
  };
  const footer =
    step === 1 ? (
      <>
        <Button onClick={() => void close()}>{t("common.cancel")}</Button>
        {/* Keys: a button that turned into the submit button under the pointer would submit by the same click. */}
        <Button key="next" tone="primary" disabled={!mayGoOn(type, headCount)} onClick={() => setStep(2)}>
          {t("common.next")}
        </Button>
      </>
    ) : (
      <>
        <Button onClick={goBack} disabled={creation.pending}>
          {t("common.previous")}
        </Button>
        <Button key="create" type="submit" form={formId} tone="primary" loading={creation.pending}>
          {t("groups.new.create")}
        </Button>
      </>
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
          onTypeChange={(next) => {
            setType(next);
            if (next !== "customer") setPicked(withoutExternals);
          }}
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

function mayGoOn(type: GroupType, { answer }: HeadCount): boolean {
  return type === "all_staff" || (answer !== null && answer.count > 0 && overLimit(answer) === 0);
}

/** Keeps the same object when there are none, so that an untouched choice still counts as untouched. */
function withoutExternals(picked: Picked): Picked {
  const people = picked.people.filter((person) => person.kind !== "external");
  return people.length === picked.people.length ? picked : { ...picked, people };
}
