import type { Invite } from "@qunxin/protocol";
import { useState } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Dialog, ErrorState, Skeleton, Tabs } from "../../ui/index.ts";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { InviteList } from "./InviteList.tsx";
import { InvitePicture } from "./InvitePicture.tsx";
import { NewInviteForm } from "./NewInviteForm.tsx";

const kinds = ["qr", "link"] as const;

/** Invitations by QR code and link: the one to show now, a new one, and all that still work. */
export function InvitesDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const [kind, setKind] = useState<Invite["kind"]>("qr");
  const [chosen, setChosen] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useCall("groups.invites", { groupId: group.id });
  const ofKind = data?.invites.filter((invite) => invite.kind === kind && !invite.revoked) ?? [];
  const shown = ofKind.find((invite) => invite.id === chosen) ?? ofKind[0];
  const show = (invite: Invite) => {
    setKind(invite.kind);
    setChosen(invite.id);
    setMaking(false);
  };
  return (
    <Dialog open title={t("groups.invites")} description={group.name} onOpenChange={onClose}>
      <Tabs
        label={t("groups.invites.kind")}
        value={kind}
        onChange={(next) => {
          setKind(next);
          setMaking(false);
        }}
        items={kinds.map((value) => ({ value, label: t(`groups.invites.${value}`) }))}
      />
      {error && <ErrorState message={failureText(error)} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton rows={6} className="py-4" />}
      {data && (
        <div className="flex flex-col gap-5 pt-4">
          {shown && !making ? (
            <InvitePicture invite={shown} group={group} onNew={() => setMaking(true)} />
          ) : (
            <NewInviteForm key={kind} kind={kind} group={group} onMade={show} />
          )}
          <InviteList invites={data.invites.filter((invite) => !invite.revoked)} groupId={group.id} onShow={show} />
        </div>
      )}
    </Dialog>
  );
}
