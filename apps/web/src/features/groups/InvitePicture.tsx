import type { GroupDetails, Invite } from "@qunxin/protocol";
import { Copy, Download, Plus } from "lucide-react";
import { fullDateTime, useT } from "../../i18n/index.ts";
import { copyText } from "../../ui/copy-text.ts";
import { Button, Field, Input } from "../../ui/index.ts";
import { inviteAddress } from "./invite-address.ts";
import { downloadQrCode, QrCode } from "./QrCode.tsx";

export interface InvitePictureProps {
  invite: Invite;
  group: GroupDetails;
  onNew: () => void;
}

/** One invitation, ready to be scanned or passed on. */
export function InvitePicture({ invite, group, onNew }: InvitePictureProps) {
  const t = useT();
  const address = inviteAddress(invite, window.location.origin);
  const qr = invite.kind === "qr";
  return (
    <section className="flex flex-col items-center gap-3">
      {qr && (
        <>
          <QrCode text={address} label={t("groups.invites.qr")} />
          <p className="text-body">{t("groups.invites.scan", { name: group.name })}</p>
        </>
      )}
      {!qr && (
        <Field label={t("groups.invites.address")} className="w-full">
          <Input readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
        </Field>
      )}
      <p className="text-meta text-ink-3">
        {t("groups.invites.expires", { time: fullDateTime(new Date(invite.expiresAt)) })} · <Uses invite={invite} />
      </p>
      {group.options.joinApproval && <p className="text-meta text-warn">{t("groups.invites.approval")}</p>}
      <div className="flex flex-wrap justify-center gap-2">
        <Button tone="primary" icon={<Copy size={15} aria-hidden />} onClick={() => void copyText(address)}>
          {t("groups.invites.copy")}
        </Button>
        {qr && (
          <Button
            icon={<Download size={15} aria-hidden />}
            onClick={() => downloadQrCode(address, `${group.name}.png`)}
          >
            {t("groups.invites.download")}
          </Button>
        )}
        <Button icon={<Plus size={15} aria-hidden />} onClick={onNew}>
          {t(qr ? "groups.invites.create.qr" : "groups.invites.create.link")}
        </Button>
      </div>
    </section>
  );
}

/** How often an invitation was used, of how many times allowed. */
export function Uses({ invite: { uses, maxUses } }: { invite: Invite }) {
  const t = useT();
  return maxUses === null
    ? t("groups.invites.uses", { count: uses })
    : t("groups.invites.usesOf", { uses, max: maxUses });
}
