import { Search } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { InfoRow } from "../groups/InfoRow.tsx";
import { useSidePanel } from "./use-side-panel.ts";

/** 聊天记录 in the information of a conversation: leads to its search. */
export function HistoryRow() {
  const t = useT();
  const panel = useSidePanel();
  return (
    <div className="border-y border-line">
      <InfoRow icon={<Search size={16} />} label={t("chat.panel.search")} onClick={() => panel.show("search")} />
    </div>
  );
}
