import { type CallOutput, type ConversationId, type ErrorParams, Failure, type GroupDetails } from "@qunxin/protocol";
import { useState } from "react";
import { useAct, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { t as text, useT } from "../../i18n/index.ts";
import { Button, confirm, Dialog, ErrorState, Skeleton, toast } from "../../ui/index.ts";
import { MemberPicker } from "../people/MemberPicker.tsx";
import { nothingPicked, type Picked, toSelection } from "../people/selection.ts";
import { useHeadCount } from "../people/use-head-count.ts";
import { useGroupRefresh } from "./use-group.ts";

export interface AddMembersDialogProps {
  groupId: ConversationId;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Picks people and adds them to a group; where not all fit it offers to add as many as do. */
export function AddMembersDialog(props: AddMembersDialogProps) {
  return props.open ? <Opened {...props} /> : null;
}

function Opened({ groupId, onOpenChange }: AddMembersDialogProps) {
  const t = useT();
  const { data, error, refetch } = useCall("groups.get", { groupId });
  if (data) return <Adding group={data} onOpenChange={onOpenChange} />;
  return (
    <Dialog open onOpenChange={onOpenChange} title={t("groups.add")} size="xl">
      {error ? (
        <ErrorState message={failureText(error)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton look="list" className="h-100" />
      )}
    </Dialog>
  );
}

function Adding({ group, onOpenChange }: { group: GroupDetails; onOpenChange: (open: boolean) => void }) {
  const t = useT();
  const [picked, setPicked] = useState(nothingPicked);
  const headCount = useHeadCount(picked, group.type, group.id);
  const { add, pending } = useAddMembers(group.id, () => onOpenChange(false));
  const count = headCount.answer?.count ?? 0;
  return (
    <Dialog
      open
      flush
      size="xl"
      locked={pending}
      title={t("groups.add")}
      description={group.name}
      onOpenChange={onOpenChange}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("common.cancel")}</Button>
          <Button tone="primary" loading={pending} disabled={count === 0} onClick={() => add(picked)}>
            {count > 0 ? t("groups.add.submit", { count }) : t("groups.members.add")}
          </Button>
        </>
      }
    >
      <div className="h-full md:h-[min(36rem,calc(100dvh-11rem))]">
        <MemberPicker
          picked={picked}
          setPicked={setPicked}
          headCount={headCount}
          type={group.type}
          groupId={group.id}
        />
      </div>
    </Dialog>
  );
}

function useAddMembers(groupId: ConversationId, onDone: () => void) {
  const refresh = useGroupRefresh(groupId);
  const act = useAct("groups.addMembers");
  const add = (picked: Picked, partial = false) =>
    act.mutate(
      { groupId, selection: toSelection(picked), ...(partial ? { partial } : {}) },
      {
        onSuccess: (outcome) => {
          tellOutcome(outcome);
          refresh();
          onDone();
        },
        onError: (error) => {
          if (error instanceof Failure && error.code === "groups/member_limit") void offerPartial(picked, error);
          else toast.error(failureText(error));
        },
      },
    );
  const offerPartial = async (picked: Picked, { params }: Failure) => {
    const { limit, free } = params as ErrorParams<"groups/member_limit">;
    if (!(free > 0)) return toast.error(text("groups.add.full.none", { limit }));
    const agreed = await confirm({
      title: text("groups.add.full.title"),
      body: text("groups.add.full.body", { limit, free }),
      confirmLabel: text("groups.add.full.confirm", { free }),
    });
    if (agreed) add(picked, true);
  };
  return { add: (picked: Picked) => add(picked), pending: act.isPending };
}

function tellOutcome({ added, waiting, refused }: CallOutput<"groups.addMembers">): void {
  const parts: string[] = [];
  if (added.length > 0) parts.push(text("groups.add.done", { count: added.length }));
  if (waiting.length > 0) parts.push(text("groups.add.waiting", { count: waiting.length }));
  if (refused.length > 0) parts.push(text("groups.add.refused", { count: refused.length }));
  if (parts.length === 0) toast.info(text("groups.add.nobody"));
  else if (refused.length > 0) toast.info(parts.join(text("groups.add.and")));
  else toast.ok(parts.join(text("groups.add.and")));
}
