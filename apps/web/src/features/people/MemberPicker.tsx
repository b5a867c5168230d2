import type { ConversationId, GroupType } from "@qunxin/protocol";
import clsx from "clsx";
import { type Dispatch, type KeyboardEvent, type ReactNode, type SetStateAction, useRef, useState } from "react";
import { useT } from "../../i18n/index.ts";
import { SearchBox, Tabs, useIsPhone } from "../../ui/index.ts";
import { ChosenPanel } from "./ChosenPanel.tsx";
import { ChosenStrip } from "./ChosenStrip.tsx";
import { ExternalsTab } from "./ExternalsTab.tsx";
import { GroupsTab } from "./GroupsTab.tsx";
import { OrganisationTab } from "./OrganisationTab.tsx";
import { PasteTab } from "./PasteTab.tsx";
import type { PickListHandle } from "./PickList.tsx";
import { RecentTab } from "./RecentTab.tsx";
import { SearchResults } from "./SearchResults.tsx";
import type { Picked } from "./selection.ts";
import type { HeadCount } from "./use-head-count.ts";
import { useMemberIds } from "./use-member-ids.ts";
import { useOrganisation } from "./use-organisation.ts";
import { type Picking, usePicking } from "./use-picking.ts";

type Source = "organisation" | "recent" | "groups" | "paste" | "externals";

export interface MemberPickerProps {
  picked: Picked;
  setPicked: Dispatch<SetStateAction<Picked>>;
  headCount: HeadCount;
  type: GroupType;
  /** The group people are added to, if it exists already. */
  groupId?: ConversationId;
}

/**
 * Picks people by department, name, recent conversations, other groups, pasted list and, for customer groups, among external contacts.
 * Left the sources, right what is chosen; a phone has the chosen ones in a strip below. Fills its parent's height.
 */
export function MemberPicker({ picked, setPicked, headCount, type, groupId }: MemberPickerProps) {
  const t = useT();
  const phone = useIsPhone();
  const organisation = useOrganisation(true);
  const picking = usePicking(picked, setPicked, organisation, useMemberIds(groupId));
  const [query, setQuery] = useState("");
  const [source, setSource] = useState<Source>("organisation");
  const results = useRef<PickListHandle>(null);
  const externals = type === "customer";
  const shown = source === "externals" && !externals ? "organisation" : source;
  return (
    <div className="flex h-full min-h-0 max-md:flex-col">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <SearchBox
          autoFocus={!phone}
          className="m-3 mb-1"
          placeholder={t("directory.pick.search")}
          onSearch={setQuery}
          onKeyDown={(event) => onSearchKey(event, picking, results.current)}
        />
        {query === "" && <SourceTabs source={shown} onChange={setSource} externals={externals} />}
        <div className="min-h-0 flex-1">
          {query !== "" && (
            <div className="h-full px-1 pt-1">
              <SearchResults ref={results} query={query} externals={externals} picking={picking} />
            </div>
          )}
          {/* Stays mounted, so that open branches survive a search. */}
          <Pane shown={query === "" && shown === "organisation"}>
            <OrganisationTab organisation={organisation} picking={picking} />
          </Pane>
          {query === "" && shown === "recent" && <RecentTab picking={picking} externals={externals} />}
          {query === "" && shown === "groups" && <GroupsTab picking={picking} groupId={groupId} />}
          {query === "" && shown === "paste" && <PasteTab picking={picking} />}
          {query === "" && shown === "externals" && <ExternalsTab picking={picking} />}
        </div>
      </div>
      {phone ? (
        <ChosenStrip picking={picking} headCount={headCount} />
      ) : (
        <div className="w-80 shrink-0 border-l border-line">
          <ChosenPanel picking={picking} headCount={headCount} />
        </div>
      )}
    </div>
  );
}

function Pane({ shown, children }: { shown: boolean; children: ReactNode }) {
  return <div className={clsx("h-full", !shown && "hidden")}>{children}</div>;
}

interface SourceTabsProps {
  source: Source;
  onChange: (source: Source) => void;
  externals: boolean;
}

function SourceTabs({ source, onChange, externals }: SourceTabsProps) {
  const t = useT();
  const sources: Source[] = ["organisation", "recent", "groups", "paste"];
  if (externals) sources.push("externals");
  return (
    <Tabs
      className="shrink-0 px-3"
      label={t("directory.pick.sources")}
      value={source}
      onChange={onChange}
      items={sources.map((value) => ({ value, label: t(`directory.pick.source.${value}`) }))}
    />
  );
}

/** Keys of the search box: down goes to the results or the source's list, Backspace in the empty box takes the last chip away. */
function onSearchKey(event: KeyboardEvent<HTMLInputElement>, picking: Picking, results: PickListHandle | null): void {
  const { key, currentTarget } = event;
  if (key === "Backspace" && currentTarget.value === "") picking.removeLast();
  if (key !== "ArrowDown" && key !== "Enter") return;
  event.preventDefault();
  if (results) results.focusFirst();
  else if (key === "ArrowDown") {
    const picker = currentTarget.closest("[role=dialog]") ?? document;
    // The organisation stays in the document behind the other sources.
    const rows = [...picker.querySelectorAll<HTMLElement>(":is([role=treeitem], [role=option])[tabindex='0']")];
    rows.find((row) => row.checkVisibility())?.focus();
  }
}
