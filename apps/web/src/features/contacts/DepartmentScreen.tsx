import { type CallOutput, DepartmentId, Failure } from "@qunxin/protocol";
import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { Breadcrumb, Button, ErrorState, Skeleton, useIsPhone } from "../../ui/index.ts";
import { NewGroupDialog } from "../groups/NewGroupDialog.tsx";
import { DepartmentContent } from "./DepartmentContent.tsx";

/** A department: where it stands, its sub-departments, its people, and the way to a group of them all. */
export function DepartmentScreen() {
  const { departmentId } = useParams({ from: "/signed-in/contacts/departments/$departmentId" });
  const id = DepartmentId.safeParse(departmentId);
  const t = useT();
  const goBack = useGoBack();
  if (id.success) return <Loaded key={departmentId} departmentId={id.data} />;
  return (
    <>
      <ScreenHeader title={t("directory.organisation")} onBack={goBack} />
      <ErrorState message={t("directory.department.notFound")} />
    </>
  );
}

function Loaded({ departmentId }: { departmentId: DepartmentId }) {
  const t = useT();
  const goBack = useGoBack();
  const { data, error, refetch } = useCall("directory.department", { departmentId });
  if (data) return <Department answer={data} />;
  const unseen = error instanceof Failure && error.code === "directory/department_not_found";
  return (
    <>
      <ScreenHeader title={t("directory.organisation")} onBack={goBack} />
      {error ? (
        <ErrorState
          message={unseen ? t("directory.department.notFound") : failureText(error)}
          onRetry={unseen ? undefined : () => void refetch()}
        />
      ) : (
        <Skeleton look="list" />
      )}
    </>
  );
}

function Department({ answer }: { answer: CallOutput<"directory.department"> }) {
  const { department } = answer;
  const t = useT();
  const navigate = useNavigate();
  const goBack = useGoBack();
  const phone = useIsPhone();
  const [creating, setCreating] = useState(false);
  const messageAll = (
    <Button
      tone="primary"
      icon={<MessagesSquare size={16} aria-hidden />}
      disabled={department.headCount === 0}
      onClick={() => setCreating(true)}
    >
      {t("directory.department.group")}
    </Button>
  );
  return (
    <>
      <ScreenHeader
        title={department.name}
        subtitle={t("directory.department.members", { count: department.headCount })}
        onBack={goBack}
        actions={!phone && messageAll}
      />
      <Crumbs answer={answer} />
      <DepartmentContent department={department} />
      {phone && (
        <div className="flex shrink-0 border-t border-line bg-pane p-3 pb-[max(12px,env(safe-area-inset-bottom))] *:flex-1">
          {messageAll}
        </div>
      )}
      <NewGroupDialog
        open={creating}
        onOpenChange={setCreating}
        initialSelection={{
          people: [],
          departments: [{ departmentId: department.id, below: true }],
          groups: [],
          except: [],
        }}
        onCreated={(conversationId) => void navigate({ to: "/chats/$conversationId", params: { conversationId } })}
      />
    </>
  );
}

/** Where the department stands; the root has nothing above it. */
function Crumbs({ answer: { department, ancestors } }: { answer: CallOutput<"directory.department"> }) {
  const navigate = useNavigate();
  const above = ancestors.filter(({ id }) => id !== department.id);
  if (above.length === 0) return null;
  return (
    <div className="shrink-0 border-b border-line bg-pane px-3 py-1.5 md:px-4">
      <Breadcrumb
        items={[...above, department].map(({ id, name }) => ({ id, label: name }))}
        onSelect={(id) => void navigate({ to: "/contacts/departments/$departmentId", params: { departmentId: id } })}
      />
    </div>
  );
}

/** A phone goes one screen back, as its own gesture does; a desktop has the list beside. */
function useGoBack(): (() => void) | undefined {
  const router = useRouter();
  return useIsPhone() ? () => router.history.back() : undefined;
}
