import type { GroupType } from "@qunxin/protocol";
import { UsersRound } from "lucide-react";
import type { Dispatch, SetStateAction } from "react";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { EmptyState, RadioGroup } from "../../ui/index.ts";
import { MemberPicker } from "../people/MemberPicker.tsx";
import type { Picked } from "../people/selection.ts";
import type { HeadCount } from "../people/use-head-count.ts";

export interface PickMembersStepProps {
  type: GroupType;
  onTypeChange: (type: GroupType) => void;
  picked: Picked;
  setPicked: Dispatch<SetStateAction<Picked>>;
  headCount: HeadCount;
}

/** First screen of a new group: its type, which decides who may be chosen, and the members. */
export function PickMembersStep({ type, onTypeChange, picked, setPicked, headCount }: PickMembersStepProps) {
  const t = useT();
  const administrator = useShell((state) => state.me?.administrator ?? false);
  const types: GroupType[] = administrator ? ["normal", "customer", "all_staff"] : ["normal", "customer"];
  return (
    <div className="flex h-full flex-col md:h-[min(36rem,calc(100dvh-13rem))]">
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 border-b border-line px-4 md:px-5 md:pb-1">
        <RadioGroup
          inline
          label={t("groups.new.type")}
          value={type}
          onChange={onTypeChange}
          options={types.map((value) => ({ value, label: t(`groups.type.${value}`) }))}
        />
        <p className="text-meta text-ink-3 max-md:hidden">{t(`groups.type.${type}.hint`)}</p>
      </div>
      <div className="min-h-0 flex-1">
        {type === "all_staff" ? (
          <EmptyState
            icon={<UsersRound size={28} strokeWidth={1.6} />}
            title={t("groups.new.allStaff.title")}
            hint={t("groups.type.all_staff.hint")}
          />
        ) : (
          <MemberPicker picked={picked} setPicked={setPicked} headCount={headCount} type={type} />
        )}
      </div>
    </div>
  );
}
