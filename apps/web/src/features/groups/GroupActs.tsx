import { useT } from "../../i18n/index.ts";
import { Button, confirm } from "../../ui/index.ts";
import type { SectionProps } from "./GroupInfo.tsx";
import { useGroupAct } from "./use-group.ts";

/** Handing over, leaving and dissolving, as far as one may. */
export function GroupActs({ group, open, onLeft }: SectionProps & { onLeft: () => void }) {
  const t = useT();
  const act = useGroupAct(group.id);
  const { can, name } = group;
  const dissolve = async () => {
    const agreed = await confirm({
      title: t("groups.dissolve.title", { name }),
      body: t("groups.dissolve.body"),
      confirmLabel: t("groups.dissolve.confirm"),
      danger: true,
      typeName: name,
    });
    if (agreed && (await act("groups.dissolve", { groupId: group.id }, t("groups.dissolve.done", { name })))) onLeft();
  };
  if (!can.handOver && !can.leave && !can.dissolve) return null;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{t("groups.info.actions")}</legend>
      {can.handOver && (
        <Button block onClick={() => open("handOver")}>
          {t("groups.handOver")}
        </Button>
      )}
      {can.leave && (
        <Button block tone="danger" onClick={() => open("leave")}>
          {t("groups.leave")}
        </Button>
      )}
      {can.dissolve && (
        <Button block tone="danger" onClick={() => void dissolve()}>
          {t("groups.dissolve")}
        </Button>
      )}
    </fieldset>
  );
}
