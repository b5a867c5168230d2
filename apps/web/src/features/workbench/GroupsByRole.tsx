import type { GroupRole } from "@qunxin/protocol";
import { useEffect, useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Tabs } from "../../ui/index.ts";
import { MyGroupList } from "../groups/MyGroupList.tsx";
import { useMyGroups } from "../people/use-my-groups.ts";

type Share = "owned" | "managed" | "joined";

const shares: readonly Share[] = ["owned", "managed", "joined"];
const shareOf: Record<GroupRole, Share> = {
  owner: "owned",
  administrator: "managed",
  member: "joined",
  external: "joined",
};

/** One's groups by what one is in them. */
export function GroupsByRole() {
  const t = useT();
  const [chosen, setChosen] = useState<Share | null>(null);
  const mine = useMyGroups();
  const { groups, loadMore } = mine;
  // The call pages by name, not by role: all pages are needed to fill a tab.
  useEffect(loadMore);
  const count = (of: Share) => groups?.filter((group) => shareOf[group.role] === of).length ?? 0;
  const share = chosen ?? shares.find((one) => count(one) > 0) ?? "owned";
  return (
    <section
      aria-label={t("groups.app.roles")}
      className="flex min-h-80 flex-1 shrink-0 flex-col overflow-hidden rounded-sheet border border-line bg-pane"
    >
      <Tabs
        className="shrink-0 px-4 pt-1"
        label={t("groups.app.roles")}
        value={share}
        onChange={setChosen}
        items={shares.map((value) => ({ value, label: t(`groups.app.${value}`), count: count(value) }))}
      />
      <div className="min-h-0 flex-1">
        <MyGroupList
          mine={mine}
          only={(group) => shareOf[group.role] === share}
          empty={t(`groups.app.none.${share}`)}
        />
      </div>
    </section>
  );
}
