import { Outlet, useMatches } from "@tanstack/react-router";
import { DialogHost } from "../features/forward/DialogHost.tsx";
import { useIsPhone } from "../ui/index.ts";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { PhoneTabs } from "./PhoneTabs.tsx";
import { Rail } from "./Rail.tsx";
import { ShortcutHelp } from "./ShortcutHelp.tsx";
import { UpdatePill } from "./UpdatePill.tsx";
import { useNotices } from "./use-notices.ts";
import { useRegionKeys } from "./use-region-keys.ts";

/** The frame of every signed-in screen: rail at the left, or tabs at the bottom on a phone. */
export function AppShell() {
  const phone = useIsPhone();
  useRegionKeys();
  useNotices();
  const tabs = useMatches({ select: (matches) => matches.at(-1)?.staticData.phoneTabs ?? false });
  return (
    <div data-shell className="flex h-dvh flex-col">
      <ConnectionBar />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        {!phone && <Rail />}
        <div className="relative flex min-h-0 min-w-0 flex-1">
          <Outlet />
        </div>
        {phone && tabs && <PhoneTabs />}
      </div>
      <UpdatePill />
      <DialogHost />
      <ShortcutHelp />
    </div>
  );
}
