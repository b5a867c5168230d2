import { IdCard, Network, QrCode, Settings2, UserRoundCheck } from "lucide-react";
import { useCall } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";
import type { SectionProps } from "./GroupInfo.tsx";
import { InfoRow } from "./InfoRow.tsx";
import { useMyNickname } from "./use-nicknames.ts";

/** The lines that lead to invitations, waiting requests, following and settings, as far as one may open them. */
export function GroupRows({ group, open }: SectionProps) {
  const t = useT();
  const { can, type } = group;
  const invites = can.invite && type !== "all_staff";
  const waiting = useWaitingRequests(group);
  const nickname = useMyNickname(group);
  const follows = type === "normal" && (can.edit || group.followsDepartments);
  if (!invites && waiting === null && !follows && !can.edit && !can.setNickname) return null;
  return (
    <div className="flex flex-col divide-y divide-line border-y border-line">
      {invites && <InfoRow icon={<QrCode size={16} />} label={t("groups.invites")} onClick={() => open("invites")} />}
      {waiting !== null && (
        <InfoRow
          icon={<UserRoundCheck size={16} />}
          label={t("groups.requests")}
          badge={waiting}
          onClick={() => open("requests")}
        />
      )}
      {follows && (
        <InfoRow
          icon={<Network size={16} />}
          label={t("groups.follow")}
          value={t(group.followsDepartments ? "groups.follow.on" : "groups.follow.off")}
          onClick={() => open("follow")}
        />
      )}
      {can.setNickname && (
        <InfoRow
          icon={<IdCard size={16} />}
          label={t("groups.nickname")}
          value={nickname ?? t("groups.nickname.none")}
          onClick={() => open("nickname")}
        />
      )}
      {can.edit && (
        <InfoRow icon={<Settings2 size={16} />} label={t("groups.options")} onClick={() => open("options")} />
      )}
    </div>
  );
}

/** How many requests wait; null where one may not decide them. Only who may invite can be asked to. */
function useWaitingRequests({ id, can, options, type }: SectionProps["group"]): number | null {
  const asked = can.invite && type !== "all_staff";
  const { data } = useCall("groups.joinRequests", { groupId: id }, { enabled: asked, retry: false });
  if (!asked || !data) return null;
  return options.joinApproval || data.requests.length > 0 ? data.requests.length : null;
}
