import { useNavigate } from "@tanstack/react-router";
import { MessageSquarePlus, Network, UsersRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { NewGroupDialog } from "../groups/NewGroupDialog.tsx";
import { GroupsByRole } from "./GroupsByRole.tsx";

/** 工作台: the group app. */
export function WorkbenchScreen() {
  const t = useT();
  const employee = useShell((state) => state.me?.kind === "employee");
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScreenHeader root title={t("shell.nav.workbench")} />
      <div className="mx-auto flex min-h-0 w-full max-w-200 flex-1 flex-col gap-3 overflow-y-auto p-3 md:p-5">
        {employee && <Start />}
        <GroupsByRole />
      </div>
    </main>
  );
}

function Start() {
  const t = useT();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  return (
    <section className="shrink-0 rounded-sheet border border-line bg-pane p-4">
      <h2 className="mb-3 text-body font-medium">{t("groups.app")}</h2>
      <div className="grid grid-cols-3 gap-1 md:flex md:gap-6">
        <App
          ground="#356fd0"
          icon={<MessageSquarePlus size={22} />}
          label={t("groups.new.create")}
          onClick={() => setCreating(true)}
        />
        <App
          ground="#25805d"
          icon={<UsersRound size={22} />}
          label={t("groups.mine")}
          onClick={() => void navigate({ to: "/contacts/groups" })}
        />
        <App
          ground="#a55c24"
          icon={<Network size={22} />}
          label={t("directory.organisation")}
          onClick={() => void navigate({ to: "/contacts" })}
        />
      </div>
      <NewGroupDialog
        open={creating}
        onOpenChange={setCreating}
        onCreated={(conversationId) => void navigate({ to: "/chats/$conversationId", params: { conversationId } })}
      />
    </section>
  );
}

interface AppProps {
  /** One of the avatar grounds, on which white is readable. */
  ground: string;
  icon: ReactNode;
  label: string;
  onClick: () => void;
}

function App({ ground, icon, label, onClick }: AppProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex flex-col items-center md:min-w-20 gap-2 rounded-card p-2 text-center text-meta hover:bg-hover"
    >
      <span
        aria-hidden
        className="flex size-11 items-center justify-center rounded-sheet text-white"
        style={{ background: ground }}
      >
        {icon}
      </span>
      {label}
    </button>
  );
}
