import { type CallOutput, Failure } from "@qunxin/protocol";
import { Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { useAct, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { CardScreen } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorState, KindTag, Skeleton } from "../../ui/index.ts";
import { FailureNotice } from "../groups/FailureNotice.tsx";
import { IconSquare } from "../people/PersonLine.tsx";
import { JoinEnd } from "./JoinEnd.tsx";
import { endOf, isFull } from "./join-end.ts";

/** The page behind an invitation: what it leads to, and joining. Who is signed out signs in first and comes back. */
export function JoinScreen() {
  const { token } = useParams({ from: "/join/$token" });
  const invitation = useCall("groups.invitation", { token }, { retry: false });
  if (invitation.data) return <Preview token={token} invitation={invitation.data} />;
  if (!invitation.error) {
    return (
      <CardScreen>
        <Skeleton rows={4} />
      </CardScreen>
    );
  }
  const code = invitation.error instanceof Failure ? invitation.error.code : null;
  if (code === "identity/signed_out") return <Navigate to="/login" search={{ next: `/join/${token}` }} replace />;
  if (code === "company/not_set_up") return <Navigate to="/setup" replace />;
  if (code === "identity/password_change_required") {
    return <Navigate to="/password" search={{ next: `/join/${token}` }} replace />;
  }
  const end = endOf(code);
  return (
    <CardScreen>
      {end ? (
        <JoinEnd kind={end} />
      ) : (
        <ErrorState message={failureText(invitation.error)} onRetry={() => void invitation.refetch()} />
      )}
    </CardScreen>
  );
}

interface PreviewProps {
  token: string;
  invitation: CallOutput<"groups.invitation">;
}

function Preview({ token, invitation }: PreviewProps) {
  const t = useT();
  const { name, type, memberCount, invitedBy } = invitation;
  return (
    <CardScreen>
      <div className="flex flex-col items-center gap-4 text-center">
        <IconSquare size={64} icon={<MessagesSquare size={30} strokeWidth={1.6} />} />
        <div className="flex flex-col items-center gap-1">
          <p className="text-meta text-ink-2">{t("groups.join.invitedBy", { name: invitedBy.name })}</p>
          <h1 className="text-head font-semibold wrap-anywhere">{name}</h1>
          <p className="flex items-center gap-1.5 text-meta text-ink-2">
            {t(`groups.type.${type}`)} · {t("groups.join.members", { count: memberCount })}
            {type === "customer" && <KindTag kind="external" />}
          </p>
        </div>
        <Joining token={token} invitation={invitation} />
      </div>
    </CardScreen>
  );
}

function Joining({ token, invitation }: PreviewProps) {
  const t = useT();
  const navigate = useNavigate();
  const join = useAct("groups.join");
  const [state, setState] = useState(invitation.state);
  const open = () => void navigate({ to: "/chats/$conversationId", params: { conversationId: invitation.groupId } });
  const end = join.error instanceof Failure ? endOf(join.error.code) : null;
  if (end) return <JoinEnd small kind={end} limit={invitation.memberLimit} />;
  if (state === "member") {
    return (
      <>
        <p className="text-body text-ink-2">{t("groups.join.member")}</p>
        <Button tone="primary" size="lg" block onClick={open}>
          {t("groups.join.open")}
        </Button>
      </>
    );
  }
  if (state === "waiting") {
    return (
      <div role="status" className="flex flex-col gap-1">
        <p className="text-body font-medium">{t("groups.join.waiting")}</p>
        <p className="text-meta text-ink-3">{t("groups.join.waiting.hint")}</p>
      </div>
    );
  }
  if (isFull(invitation)) return <JoinEnd small kind="full" limit={invitation.memberLimit} />;
  const submit = () =>
    join.mutate(
      { token },
      {
        onSuccess: (answer) => {
          if (answer.state === "member") open();
          else setState("waiting");
        },
      },
    );
  return (
    <>
      {join.isError && <FailureNotice>{failureText(join.error)}</FailureNotice>}
      {invitation.joinApproval && <p className="text-meta text-warn">{t("groups.join.approval")}</p>}
      <Button tone="primary" size="lg" block loading={join.isPending} onClick={submit}>
        {t(invitation.joinApproval ? "groups.join.ask" : "groups.join.submit")}
      </Button>
    </>
  );
}
