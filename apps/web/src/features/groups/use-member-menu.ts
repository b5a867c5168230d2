import type { GroupDetails, Member } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { confirm, type MenuItem } from "../../ui/index.ts";
import { useGroupAct } from "./use-group.ts";

/** What one may do to a member, as menu entries: the server's answer decides, per member. */
export function useMemberMenu(member: Member, group: GroupDetails, onMute: () => void): MenuItem[] {
  const t = useT();
  const act = useGroupAct(group.id);
  const { id, name } = member.person;
  const target = { groupId: group.id, member: id };
  const { can } = member;
  const administrator = member.role === "administrator";
  const muted = member.mutedUntil !== null && Date.parse(member.mutedUntil) > Date.now();
  const handOver = async () => {
    const agreed = await confirm({
      title: t("groups.handOver.title", { name }),
      body: t("groups.handOver.body"),
      confirmLabel: t("groups.handOver.confirm"),
    });
    if (agreed) await act("groups.handOver", { groupId: group.id, to: id }, t("groups.handOver.done", { name }));
  };
  const remove = async () => {
    const agreed = await confirm({
      title: t("groups.member.remove.title", { name }),
      body: t("groups.member.remove.body"),
      confirmLabel: t("groups.member.remove"),
      danger: true,
    });
    const input = { groupId: group.id, members: [id] };
    if (agreed) await act("groups.removeMembers", input, t("groups.member.removed", { name }));
  };
  const appoint = () =>
    void act(
      "groups.setAdministrator",
      { ...target, administrator: !administrator },
      t(administrator ? "groups.member.dismissed" : "groups.member.appointed", { name }),
    );
  const unmute = () => void act("groups.muteMember", { ...target, until: null }, t("groups.member.unmuted", { name }));
  const items: MenuItem[] = [
    can.appoint && {
      label: t(administrator ? "groups.member.dismiss" : "groups.member.appoint"),
      onSelect: appoint,
    },
    can.handOver && { label: t("groups.handOver"), onSelect: () => void handOver() },
    can.mute && muted && { label: t("groups.member.unmute"), onSelect: unmute },
    can.mute && { label: t("groups.member.mute"), onSelect: onMute },
    can.remove && { label: t("groups.member.remove"), tone: "danger", onSelect: () => void remove() },
  ];
  return items.filter(Boolean);
}
