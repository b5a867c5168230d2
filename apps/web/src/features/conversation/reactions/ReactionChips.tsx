import clsx from "clsx";
import { SmilePlus } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { Tooltip } from "../../../ui/index.ts";
import { openActDialog } from "../acts/acting.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { ReactionButton } from "./ReactionButton.tsx";
import { ReactorNames } from "./ReactorNames.tsx";
import { react } from "./reacting.ts";
import type { Reaction } from "./reaction-wishes.ts";

export interface ReactionChipsProps {
  place: MessagePlace;
  reactions: readonly Reaction[];
}

/** 44 px high for a finger; what is seen is smaller. */
const chip = "group/chip flex items-center justify-center max-md:min-h-11 max-md:min-w-11";
const face =
  "flex h-6.5 items-center gap-1 rounded-full border px-2 text-meta tabular-nums max-md:h-8 group-focus-visible/chip:outline-2";

/** The reactions below a message; the arrow keys move among them. */
export function ReactionChips({ place, reactions }: ReactionChipsProps) {
  const t = useT();
  const [active, setActive] = useState(0);
  const at = Math.min(active, reactions.length - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (at + step + reactions.length) % reactions.length;
    setActive(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[data-chip]")[next]?.focus();
  };
  return (
    <fieldset aria-label={t("acts.reactions")} className="flex flex-wrap items-center gap-1" onKeyDown={onKeyDown}>
      {reactions.map((one, index) => (
        <Chip key={one.emoji} place={place} reaction={one} reachable={index === at} onFocus={() => setActive(index)} />
      ))}
      <ReactionButton
        place={place}
        trigger={
          <button type="button" aria-label={t("acts.react.add")} className={chip}>
            <span className={clsx(face, "border-line bg-pane text-ink-2 hover:bg-hover")}>
              <SmilePlus size={14} aria-hidden />
            </span>
          </button>
        }
      />
    </fieldset>
  );
}

interface ChipProps {
  place: MessagePlace;
  reaction: Reaction;
  reachable: boolean;
  onFocus: () => void;
}

function Chip({ place, reaction: { emoji, count, mine }, reachable, onFocus }: ChipProps) {
  const t = useT();
  const press = useReactorsPress(() => openActDialog({ kind: "reactors", ...place }));
  const label = t(mine ? "acts.reaction.mine" : "acts.reaction", { emoji, count });
  return (
    <Tooltip text={<ReactorNames place={place} emoji={emoji} count={count} />} side="top">
      <button
        type="button"
        data-chip
        data-own-press
        tabIndex={reachable ? 0 : -1}
        aria-pressed={mine}
        aria-label={label}
        className={chip}
        onFocus={onFocus}
        {...press}
        onClick={() => void react(place, emoji, !mine)}
      >
        <span
          className={clsx(
            face,
            mine ? "border-brand bg-brand-soft text-brand-ink" : "border-line bg-pane text-ink-2 hover:bg-hover",
          )}
        >
          <span aria-hidden className="text-[0.9375rem] leading-none">
            {emoji}
          </span>
          {count}
        </span>
      </button>
    </Tooltip>
  );
}

const pressMs = 450;

/** A finger that rests on a chip asks who it was; the message's own menu stays closed. */
function useReactorsPress(onPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const pressed = useRef(false);
  const end = () => clearTimeout(timer.current);
  return {
    onPointerDown(event: PointerEvent) {
      pressed.current = false;
      if (event.pointerType === "mouse") return;
      timer.current = setTimeout(() => {
        pressed.current = true;
        onPress();
      }, pressMs);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu(event: { preventDefault: () => void; stopPropagation: () => void }) {
      event.preventDefault();
      event.stopPropagation();
    },
    onClickCapture(event: { preventDefault: () => void; stopPropagation: () => void }) {
      if (!pressed.current) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
