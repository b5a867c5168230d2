import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { SearchBox, useIsPhone } from "../../ui/index.ts";
import { MyGroupList } from "../groups/MyGroupList.tsx";
import { useMyGroups } from "../people/use-my-groups.ts";

/** 我的群聊: every group one is in, by name. */
export function MyGroupsScreen() {
  const t = useT();
  const router = useRouter();
  const phone = useIsPhone();
  const [query, setQuery] = useState("");
  const mine = useMyGroups(query);
  return (
    <>
      <ScreenHeader
        title={t("groups.mine")}
        subtitle={t("groups.mine.count", { count: mine.total })}
        onBack={phone ? () => router.history.back() : undefined}
      />
      <SearchBox className="mx-4 my-2 md:mx-5" placeholder={t("groups.search")} onSearch={setQuery} />
      <div className="min-h-0 flex-1">
        <MyGroupList mine={mine} empty={t(query === "" ? "groups.mine.none" : "groups.search.none")} />
      </div>
    </>
  );
}
