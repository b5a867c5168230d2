import { ChevronUp, MessagesSquare, Network } from "lucide-react";
import { useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Avatar, Sheet } from "../../ui/index.ts";
import { ChosenPanel } from "./ChosenPanel.tsx";
import { HeadCountLine } from "./HeadCountLine.tsx";
import { IconSquare } from "./PersonLine.tsx";
import { isNothing } from "./selection.ts";
import type { HeadCount } from "./use-head-count.ts";
import type { Picking } from "./use-picking.ts";

/** Faces drawn in the strip; the sheet has all. */
const shownAtMost = 12;

/** The phone's view of what is chosen: a strip that opens a sheet with everything. */
export function ChosenStrip({ picking, headCount }: { picking: Picking; headCount: HeadCount }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { departments, groups, people } = picking.picked;
  if (isNothing(picking.picked)) return null;
  return (
    <>
      <div className="flex shrink-0 flex-col gap-1.5 border-t border-line bg-pane px-3 py-2">
        <button
          type="button"
          aria-label={t("directory.pick.showChosen")}
          onClick={() => setOpen(true)}
          className="flex min-h-11 items-center gap-1.5 overflow-hidden"
        >
          {departments.slice(-3).map((department) => (
            <IconSquare key={`${department.id}/${department.below}`} size={32} icon={<Network size={16} />} />
          ))}
          {groups.slice(-3).map((group) => (
            <IconSquare key={group.id} size={32} icon={<MessagesSquare size={16} />} />
          ))}
          {people.slice(-shownAtMost).map((person) => (
            <Avatar key={person.id} id={person.id} name={person.name} url={person.avatarUrl} size={32} />
          ))}
          <ChevronUp size={18} aria-hidden className="ml-auto shrink-0 text-ink-3" />
        </button>
        <HeadCountLine compact headCount={headCount} />
      </div>
      <Sheet open={open} onOpenChange={setOpen} title={t("directory.pick.chosen")}>
        <div className="h-[60dvh]">
          <ChosenPanel picking={picking} headCount={headCount} />
        </div>
      </Sheet>
    </>
  );
}
