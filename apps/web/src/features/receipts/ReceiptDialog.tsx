import type { CallOutput, ConversationId, PrincipalId, Receipt, ReminderHours } from "@qunxin/protocol";
import { BellRing, Download } from "lucide-react";
import { useEffect, useState } from "react";
import { Virtualizer } from "virtua";
import { useAct, useCall } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { client, usePerson } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, EmptyState, ErrorState, Select, Skeleton, Tabs, toast } from "../../ui/index.ts";
import { PersonLine } from "../people/PersonLine.tsx";
import { reminderChoices } from "./reminder-choices.ts";

export interface ReceiptDialogProps {
  conversationId: ConversationId;
  seq: number;
  /** As it stands: when it changes, the lists are fetched anew. */
  receipt: Receipt;
  onClose: () => void;
}

type Readers = CallOutput<"receipts.readers">;
type State = "unread" | "read" | "confirmed";

/** Who has and who has not read a message; of one to be confirmed, who has confirmed it. Live. */
export function ReceiptDialog({ conversationId, seq, receipt, onClose }: ReceiptDialogProps) {
  const t = useT();
  const [chosen, setChosen] = useState<State>(() => firstOf(receipt));
  const input = { conversationId, seq };
  const { data, error, refetch } = useCall("receipts.readers", input);
  const { unread, read, confirmed } = receipt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the numbers are what tells that the lists changed.
  useEffect(() => {
    void refetch();
  }, [unread, read, confirmed, refetch]);
  const states: State[] = confirmed === undefined ? ["unread", "read"] : ["unread", "read", "confirmed"];
  const label = (state: State) => t(`receipts.tab.${state === "read" && confirmed !== undefined ? "readOnly" : state}`);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("receipts.title")}
      size="sm"
      flush
      footer={data?.confirm && <ConfirmTools {...input} confirm={data.confirm} refetch={() => void refetch()} />}
    >
      <div className="flex h-[min(60dvh,30rem)] flex-col max-md:h-full">
        <Tabs
          label={t("receipts.title")}
          value={chosen}
          onChange={setChosen}
          items={states.map((state) => ({ value: state, label: label(state), count: receipt[state] ?? 0 }))}
          className="px-4"
        />
        <ReaderList readers={data} error={error} state={chosen} onRetry={() => void refetch()} />
      </div>
    </Dialog>
  );
}

/** The list that says most: who is still missing. */
function firstOf({ unread, read }: Receipt): State {
  if (unread > 0) return "unread";
  return read > 0 ? "read" : "confirmed";
}

interface ReaderListProps {
  readers: Readers | undefined;
  error: unknown;
  state: State;
  onRetry: () => void;
}

function ReaderList({ readers, error, state, onRetry }: ReaderListProps) {
  const t = useT();
  if (error && !readers)
    return <ErrorState title={t("receipts.failed")} message={failureText(error)} onRetry={onRetry} />;
  if (!readers) return <Skeleton look="list" rows={6} className="p-4" />;
  const ids = readers[state];
  if (ids.length === 0) return <EmptyState title={t(`receipts.empty.${state}`)} className="flex-1" />;
  const hidden = (readers.counts[state] ?? 0) - ids.length;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 py-1">
      <Virtualizer as="ul" item="li">
        {ids.map((id) => (
          <Reader key={id} id={id} />
        ))}
      </Virtualizer>
      {hidden > 0 && <p className="px-3 py-2 text-meta text-ink-3">{t("receipts.more", { count: hidden })}</p>}
    </div>
  );
}

function Reader({ id }: { id: PrincipalId }) {
  const t = useT();
  const person = usePerson(id);
  return (
    <span className="flex h-13 items-center px-2">
      <PersonLine person={person ?? { id, name: t("chat.person.unknown"), kind: "employee", avatarUrl: null }} />
    </span>
  );
}

interface ConfirmToolsProps {
  conversationId: ConversationId;
  seq: number;
  confirm: NonNullable<Readers["confirm"]>;
  refetch: () => void;
}

/** For the author: how often people are reminded, a reminder at once, and the list as a file. */
function ConfirmTools({ conversationId, seq, confirm, refetch }: ConfirmToolsProps) {
  const t = useT();
  const remind = useAct("messages.setReminders");
  const [nudging, setNudging] = useState(false);
  const nudge = async () => {
    setNudging(true);
    try {
      const { people } = await client.call("messages.nudge", { conversationId, seq });
      toast.ok(people > 0 ? t("receipts.nudged", { count: people }) : t("receipts.nobodyLeft"));
    } catch (error) {
      toast.error(failureText(error));
    }
    setNudging(false);
    refetch();
  };
  return (
    <div className="flex w-full flex-wrap items-center gap-2">
      <span className="w-36 flex-1">
        <Select
          label={t("receipts.remind")}
          options={reminderChoices(t)}
          value={String(confirm.everyHours)}
          onChange={(hours) =>
            remind.mutate(
              { conversationId, seq, everyHours: Number(hours) as ReminderHours },
              { onSuccess: refetch, onError: (error) => toast.error(failureText(error)) },
            )
          }
        />
      </span>
      <a
        href={`/api/messages/${conversationId}/${seq}/confirmations.csv`}
        download
        className="flex h-control items-center gap-1.5 rounded-control border border-line-strong px-3 text-body text-ink-1 hover:bg-hover"
      >
        <Download size={15} aria-hidden />
        {t("receipts.export")}
      </a>
      <Button
        block
        tone="primary"
        icon={<BellRing size={15} />}
        loading={nudging}
        disabled={!confirm.mayNudge}
        onClick={() => void nudge()}
      >
        {t("receipts.nudge")}
      </Button>
    </div>
  );
}
