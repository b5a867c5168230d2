import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import type { KeptTab } from "../../app/routes/personal.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { Tabs, useIsPhone } from "../../ui/index.ts";
import { ReminderList } from "../scheduled/ReminderList.tsx";
import { ScheduledList } from "../scheduled/ScheduledList.tsx";
import { FavouriteList } from "./FavouriteList.tsx";

const tabs = { favourites: FavouriteList, reminders: ReminderList, scheduled: ScheduledList };

/** 收藏, 稍后提醒 and 定时发送: what one keeps for later. */
export function KeptScreen() {
  const t = useT();
  const phone = useIsPhone();
  const router = useRouter();
  const navigate = useNavigate();
  const { tab = "favourites" } = useSearch({ strict: false }) as { tab?: KeptTab };
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: "/me" }));
  const Shown = tabs[tab];
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
      <ScreenHeader title={t("kept.title")} onBack={phone ? back : undefined} />
      <div className="bg-pane px-5 max-md:px-4">
        <Tabs
          label={t("kept.title")}
          value={tab}
          onChange={(next) => void navigate({ to: "/kept", search: { tab: next }, replace: true })}
          items={(Object.keys(tabs) as KeptTab[]).map((value) => ({ value, label: t(`kept.tab.${value}`) }))}
        />
      </div>
      <Shown />
    </main>
  );
}
