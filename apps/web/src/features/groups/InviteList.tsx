import type { ConversationId, Invite } from "@qunxin/protocol";
import { Link2, QrCode } from "lucide-react";
import { usePerson } from "../../app/live.ts";
import { dayLabel, useT } from "../../i18n/index.ts";
import { Button, confirm } from "../../ui/index.ts";
import { Uses } from "./InvitePicture.tsx";
import { useGroupAct } from "./use-group.ts";

export interface InviteListProps {
  invites: readonly Invite[];
  groupId: ConversationId;
  onShow: (invite: Invite) => void;
}

/** All invitations that still work, to show again or to end. */
export function InviteList({ invites, groupId, onShow }: InviteListProps) {
  const t = useT();
  if (invites.length === 0) return <p className="text-center text-meta text-ink-3">{t("groups.invites.none")}</p>;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-meta font-medium text-ink-2">{t("groups.invites.list", { count: invites.length })}</h3>
      <ul className="divide-y divide-line border-y border-line">
        {invites.map((invite) => (
          <Row key={invite.id} invite={invite} groupId={groupId} onShow={() => onShow(invite)} />
        ))}
      </ul>
    </section>
  );
}

function Row({ invite, groupId, onShow }: { invite: Invite; groupId: ConversationId; onShow: () => void }) {
  const t = useT();
  const act = useGroupAct(groupId);
  const by = usePerson(invite.createdBy);
  const Icon = invite.kind === "qr" ? QrCode : Link2;
  const revoke = async () => {
    const agreed = await confirm({
      title: t("groups.invites.revoke.title"),
      body: t("groups.invites.revoke.body"),
      confirmLabel: t("groups.invites.revoke"),
      danger: true,
    });
    if (agreed) await act("groups.revokeInvite", { groupId, inviteId: invite.id }, t("groups.invites.revoked"));
  };
  return (
    <li className="flex min-h-12 items-center gap-2.5 py-1">
      <Icon size={16} aria-hidden className="shrink-0 text-ink-3" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate text-body">
          {t(`groups.invites.${invite.kind}`)} {by && <span className="text-ink-3">· {by.name}</span>}
        </span>
        <span className="truncate text-meta text-ink-3">
          {t("groups.invites.expires", { time: dayLabel(new Date(invite.expiresAt), new Date()) })} ·{" "}
          <Uses invite={invite} />
        </span>
      </span>
      <Button size="sm" tone="ghost" onClick={onShow}>
        {t("groups.invites.show")}
      </Button>
      <Button size="sm" tone="danger" onClick={() => void revoke()}>
        {t("groups.invites.revoke")}
      </Button>
    </li>
  );
}
