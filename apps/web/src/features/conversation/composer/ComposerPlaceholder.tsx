import type { ConversationId } from "@qunxin/protocol";
import clsx from "clsx";
import { useRef } from "react";
import { dropEarly } from "./early-drops.ts";
import { useDrop } from "./use-drop.ts";

/** Keeps the composer's room until its code is here, and takes what is dropped meanwhile. */
export function ComposerPlaceholder({ id }: { id: ConversationId }) {
  const root = useRef<HTMLDivElement>(null);
  const dropping = useDrop(root, (picked) => dropEarly(id, picked));
  return (
    <div
      ref={root}
      className={clsx(
        "h-42 shrink-0 border-t max-md:h-14.25",
        dropping ? "border-brand bg-brand-soft" : "border-line bg-pane",
      )}
    />
  );
}
