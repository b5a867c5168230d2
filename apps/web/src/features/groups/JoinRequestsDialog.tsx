import type { CallOutput } from "@qunxin/protocol";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { dayLabel, useT } from "../../i18n/index.ts";
import { Button, Dialog, EmptyState, ErrorState, Skeleton } from "../../ui/index.ts";
import { PersonLine } from "../people/PersonLine.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { useGroupAct } from "./use-group.ts";

type Request = CallOutput<"groups.joinRequests">["requests"][number];

/** People who wait to be let in. */
export function JoinRequestsDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const { data, error, refetch } = useCall("groups.joinRequests", { groupId: group.id });
  return (
    <Dialog open flush title={t("groups.requests")} onOpenChange={onClose}>
      <div className="h-full min-h-60 overflow-y-auto md:max-h-120">
        {error && <ErrorState message={failureText(error)} onRetry={() => void refetch()} />}
        {!error && !data && <Skeleton look="list" rows={3} />}
        {data?.requests.length === 0 && <EmptyState title={t("groups.requests.none")} />}
        <ul className="divide-y divide-line">
          {data?.requests.map((request) => (
            <RequestRow key={request.id} request={request} groupId={group.id} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function RequestRow({ request, groupId }: { request: Request; groupId: GroupDialogProps["group"]["id"] }) {
  const t = useT();
  const act = useGroupAct(groupId);
  const { person, way, invitedBy, askedAt } = request;
  const decide = (approve: boolean) =>
    void act(
      "groups.decideJoin",
      { groupId, joinRequestId: request.id, approve },
      t(approve ? "groups.requests.approved" : "groups.requests.refused", { name: person.name }),
    );
  const how = t(`groups.requests.way.${way === "qr" || way === "link" ? way : "other"}`);
  const note = [
    how,
    invitedBy && t("groups.requests.invitedBy", { name: invitedBy.name }),
    dayLabel(new Date(askedAt), new Date()),
  ];
  return (
    <li className="flex min-h-16 items-center gap-2 px-4">
      <PersonLine size={36} person={person} note={note.filter(Boolean).join(" · ")} />
      <Button
        size="sm"
        aria-label={t("groups.requests.refuseName", { name: person.name })}
        onClick={() => decide(false)}
      >
        {t("groups.requests.refuse")}
      </Button>
      <Button
        size="sm"
        tone="primary"
        aria-label={t("groups.requests.approveName", { name: person.name })}
        onClick={() => decide(true)}
      >
        {t("groups.requests.approve")}
      </Button>
    </li>
  );
}
