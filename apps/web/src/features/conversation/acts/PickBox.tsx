import { useContext } from "react";
import { client } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { useActing } from "./acting.ts";
import { ActsContext } from "./acts-context.ts";
import { togglePicked } from "./picking.ts";

export interface PickBoxProps {
  seq: number;
  /** Names the message. */
  label: string;
}

/** Covers a message while several are being chosen: a press anywhere on it chooses it. */
export function PickBox({ seq, label }: PickBoxProps) {
  const t = useT();
  const picked = useActing((state) => state.picked?.has(seq) ?? false);
  const id = useContext(ActsContext)?.conversationId;
  if (!id) return null;
  return (
    <label className="absolute inset-0 -left-8 z-20 flex cursor-pointer items-center">
      <input
        type="checkbox"
        aria-label={t("acts.pick.message", { message: label })}
        checked={picked}
        className="size-4.5 accent-brand"
        onChange={(event) => {
          const range = (event.nativeEvent as MouseEvent).shiftKey;
          togglePicked(seq, client.timelines.of(id).getSnapshot().rows, range);
        }}
      />
    </label>
  );
}
