import { useNavigate, useParams } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { IconButton, SearchBox, useIsPhone } from "../../ui/index.ts";
import { NewGroupDialog } from "../groups/NewGroupDialog.tsx";
import { ContactsSearch } from "./ContactsSearch.tsx";
import { ContactsSections } from "./ContactsSections.tsx";
import { DepartmentTree } from "./DepartmentTree.tsx";
import { MyDepartment } from "./MyDepartment.tsx";

/** Left pane of 通讯录, on a phone its first screen: search, one's lists, and the organisation. */
export function ContactsList({ revision }: { revision: number }) {
  const t = useT();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const { departmentId } = useParams({ strict: false });
  const employee = useShell((state) => state.me?.kind === "employee");
  const [query, setQuery] = useState("");
  const [creating, setCreating] = useState(false);
  const actions = employee && (
    <IconButton label={t("groups.new")} icon={<Plus size={20} />} onClick={() => setCreating(true)} />
  );
  return (
    <>
      <ScreenHeader root title={t("shell.nav.contacts")} actions={actions} />
      {employee && (
        <SearchBox className="mx-3 mb-2" placeholder={t("directory.search.placeholder")} onSearch={setQuery} />
      )}
      {query !== "" ? (
        <ContactsSearch query={query} />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <ContactsSections />
          {employee && (phone ? <MyDepartment /> : <DepartmentTree revision={revision} selectedId={departmentId} />)}
        </div>
      )}
      <NewGroupDialog
        open={creating}
        onOpenChange={setCreating}
        onCreated={(conversationId) => void navigate({ to: "/chats/$conversationId", params: { conversationId } })}
      />
    </>
  );
}
