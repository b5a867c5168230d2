import type { GroupDetails } from "@qunxin/protocol";
import { Network, X } from "lucide-react";
import { useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, IconButton, Switch } from "../../ui/index.ts";
import { OrganisationTab } from "../people/OrganisationTab.tsx";
import { placeText } from "../people/place-text.ts";
import { nothingPicked, type Picked, toSelection } from "../people/selection.ts";
import { useOrganisation } from "../people/use-organisation.ts";
import { type Picking, usePicking } from "../people/use-picking.ts";
import { FailureNotice } from "./FailureNotice.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { useGroupAct } from "./use-group.ts";

/** 按部门自动同步: whether and which departments a group follows. Who may not change it sees the list. */
export function FollowDialog({ group, onClose }: GroupDialogProps) {
  return group.can.edit ? <Editor group={group} onClose={onClose} /> : <Reader group={group} onClose={onClose} />;
}

function Reader({ group, onClose }: GroupDialogProps) {
  const t = useT();
  return (
    <Dialog open compact title={t("groups.follow")} description={t("groups.follow.hint")} onOpenChange={onClose}>
      <ul className="flex flex-col">
        {group.departments.map(({ departmentId, path, below }) => (
          <li key={departmentId} className="flex min-h-10 items-center gap-2 text-body">
            <Network size={15} aria-hidden className="text-ink-3" />
            {placeText(path)}
            <span className="text-meta text-ink-3">{below ? "" : t("directory.pick.withoutBelow")}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Editor({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const act = useGroupAct(group.id);
  const [follow, setFollow] = useState(group.followsDepartments);
  const [picked, setPicked] = useState(() => followed(group));
  const [pending, setPending] = useState(false);
  const organisation = useOrganisation(false);
  const picking = usePicking(picked, setPicked, organisation);
  const missing = follow && picked.departments.length === 0;
  const save = async () => {
    setPending(true);
    const { departments } = toSelection(picked);
    const input = { groupId: group.id, follow, ...(follow ? { departments } : {}) };
    const done = await act("groups.followDepartments", input, t("groups.follow.saved"));
    setPending(false);
    if (done) onClose();
  };
  return (
    <Dialog
      open
      title={t("groups.follow")}
      description={group.name}
      locked={pending}
      onOpenChange={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button tone="primary" loading={pending} disabled={missing} onClick={() => void save()}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Switch label={t("groups.follow")} hint={t("groups.follow.hint")} checked={follow} onChange={setFollow} />
        {follow && (
          <>
            <Chosen picking={picking} />
            {missing && <FailureNotice>{t("groups.follow.needs")}</FailureNotice>}
            <div className="h-72 rounded-card border border-line">
              <OrganisationTab organisation={organisation} picking={picking} />
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Chosen({ picking }: { picking: Picking }) {
  const t = useT();
  const { departments } = picking.picked;
  if (departments.length === 0) return null;
  return (
    <ul aria-label={t("groups.follow.list", { count: departments.length })} className="flex flex-wrap gap-1.5">
      {departments.map((department) => (
        <li
          key={`${department.id}/${department.below}`}
          className="flex items-center gap-1 rounded-control bg-hover pl-2.5 text-meta"
        >
          {placeText(department.path)}
          {!department.below && <span className="text-ink-3">({t("directory.pick.withoutBelow")})</span>}
          <IconButton
            size="sm"
            label={t("directory.pick.remove", { name: department.name })}
            icon={<X size={13} />}
            onClick={() => picking.department(department, false, department.below)}
          />
        </li>
      ))}
    </ul>
  );
}

function followed({ departments }: GroupDetails): Picked {
  return {
    ...nothingPicked,
    departments: departments.map(({ departmentId, below, path }) => ({
      id: departmentId,
      name: path.at(-1) ?? "",
      path,
      headCount: 0,
      below,
    })),
  };
}
