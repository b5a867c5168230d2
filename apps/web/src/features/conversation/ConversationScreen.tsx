import type { ConversationId } from "@qunxin/protocol";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { MessageSquareOff } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { failureText } from "../../app/failure-text.ts";
import { client, useConversation, useRemoval, useStore, useTimeline } from "../../app/live.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorState, Skeleton, useIsPhone } from "../../ui/index.ts";
import { OpenConversation } from "./OpenConversation.tsx";

/** One conversation: messages and composer, or why there is nothing to see. */
export function ConversationScreen() {
  const params = useParams({ from: "/signed-in/chats/$conversationId" });
  const { at } = useSearch({ from: "/signed-in/chats/$conversationId" });
  const id = params.conversationId as ConversationId;
  // The server would call anything else a fault of the form; to a person it is an address that leads nowhere.
  if (!uuid.test(id)) return <GoneState reason={null} />;
  return <KnownConversation key={id} id={id} at={at} />;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function KnownConversation({ id, at }: { id: ConversationId; at: number | undefined }) {
  const item = useConversation(id);
  const timeline = useTimeline(id);
  const removal = useRemoval(id);
  const connection = useStore(client.connection);
  const missing = item === null && timeline.state === "ready";
  useEffect(() => {
    // Removed from the list by the person, so that the list did not bring it along.
    if (missing && connection === "online") void client.conversations.fetch(id);
  }, [missing, connection, id]);
  if (removal || timeline.state === "gone") return <GoneState reason={removal} />;
  if (timeline.state === "failed") {
    return (
      <Framed>
        <LoadFailed id={id} error={timeline.error} />
      </Framed>
    );
  }
  if (!item || timeline.state === "loading") {
    return (
      <Framed>
        <div className="flex-1 p-5">
          <Skeleton look="list" rows={6} />
        </div>
      </Framed>
    );
  }
  return <OpenConversation item={item} timeline={timeline} jumpTo={at} />;
}

function LoadFailed({ id, error }: { id: ConversationId; error: Error | null }) {
  const t = useT();
  return (
    <ErrorState
      title={t("chat.timeline.failed")}
      message={failureText(error)}
      onRetry={() => void client.timelines.loadLatest(id)}
    />
  );
}

/** The bar with a way back, for states without a conversation. */
function Framed({ children }: { children: ReactNode }) {
  const t = useT();
  const phone = useIsPhone();
  const navigate = useNavigate();
  return (
    <>
      <ScreenHeader title={t("chat.title")} onBack={phone ? () => void navigate({ to: "/chats" }) : undefined} />
      {children}
    </>
  );
}

function GoneState({ reason }: { reason: ReturnType<typeof useRemoval> }) {
  const t = useT();
  const navigate = useNavigate();
  return (
    <Framed>
      <div role="alert" className="flex-1">
        <EmptyState
          icon={<MessageSquareOff size={28} strokeWidth={1.6} />}
          title={t(reason ? `chat.gone.${reason}` : "chat.gone.notFound")}
          hint={t(reason ? "chat.gone.hint" : "chat.gone.notFoundHint")}
          action={
            <Button tone="primary" onClick={() => void navigate({ to: "/chats", replace: true })}>
              {t("chat.gone.back")}
            </Button>
          }
        />
      </div>
    </Framed>
  );
}
