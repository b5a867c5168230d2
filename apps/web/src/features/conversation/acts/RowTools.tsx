import type { Entry } from "@qunxin/protocol";
import clsx from "clsx";
import { Ellipsis, Forward, MessagesSquare, Reply, SmilePlus } from "lucide-react";
import { type ComponentProps, type ReactNode, type RefObject, useContext, useEffect, useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { openForward } from "../../forward/dialogs.ts";
import { ReactionButton } from "../reactions/ReactionButton.tsx";
import { ActsContext } from "./acts-context.ts";
import { openRowMenu } from "./open-row-menu.ts";
import { useAbilities } from "./use-abilities.ts";

export interface RowToolsProps {
  entry: Entry;
  own: boolean;
  /** The row, whose menu the last button opens. */
  row: RefObject<HTMLElement | null>;
}

/** The bar over a message under the mouse or with the keyboard in it; a phone has the long-press menu instead. */
export function RowTools({ entry, own, row }: RowToolsProps) {
  const t = useT();
  const acts = useContext(ActsContext);
  const stays = useStays();
  const can = useAbilities(acts?.conversationId, stays ? entry.seq : null);
  if (!acts || entry.body.kind !== "message") return null;
  const { seq, body } = entry;
  const place = { conversationId: acts.conversationId, seq };
  return (
    <div
      role="toolbar"
      aria-label={t("chat.message.menu")}
      className={clsx(
        "absolute -top-5 z-10 flex items-center gap-0.5 rounded-control border border-line bg-pane p-0.5 shadow-pop max-md:hidden",
        // Clear of the name and the time, at the end of a wide bubble.
        own ? "right-[max(3.5rem,calc(100%-11rem))]" : "left-[max(7rem,calc(100%-11rem))]",
      )}
    >
      {can?.react !== false && (
        <ReactionButton
          place={place}
          trigger={<ToolButton label={t("acts.menu.react")} icon={<SmilePlus size={16} aria-hidden />} />}
        />
      )}
      {can?.reply !== false && (
        <ToolButton
          label={t("chat.message.reply")}
          icon={<Reply size={16} aria-hidden />}
          onClick={() => acts.onReply(entry)}
        />
      )}
      {can?.reply !== false && !acts.inThread && (
        <ToolButton
          label={t("acts.menu.thread")}
          icon={<MessagesSquare size={16} aria-hidden />}
          onClick={() => acts.openThread(body.thread ?? seq)}
        />
      )}
      <ToolButton
        label={t("acts.menu.forward")}
        icon={<Forward size={16} aria-hidden />}
        onClick={() => openForward(acts.conversationId, [seq])}
      />
      <ToolButton
        label={t("acts.menu.more")}
        icon={<Ellipsis size={16} aria-hidden />}
        onClick={(event) => row.current && openRowMenu(row.current, event.currentTarget)}
      />
    </div>
  );
}

/** The mouse passes many messages on its way: the server is asked about those where it stays. */
function useStays(): boolean {
  const [stays, setStays] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return stays;
}

interface ToolButtonProps extends Omit<ComponentProps<"button">, "children"> {
  label: string;
  icon: ReactNode;
}

function ToolButton({ label, icon, ...rest }: ToolButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className="flex size-7 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink-1 focus-visible:outline-offset-0"
    >
      {icon}
    </button>
  );
}
