import clsx from "clsx";
import { Users } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { Avatar, KindTag } from "../../../ui/index.ts";
import type { MentionChoice } from "./use-mention-choices.ts";

export interface MentionPickerProps {
  id: string;
  choices: readonly MentionChoice[];
  active: number;
  /** How many people 所有人 would reach. */
  everyone: number;
  onPick: (choice: MentionChoice) => void;
}

/** Id of the DOM node of a choice, for aria-activedescendant. */
export function choiceId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The list above the composer while a mention is typed; the composer keeps the focus and takes the keys. */
export function MentionPicker({ id, choices, active, everyone, onPick }: MentionPickerProps) {
  const t = useT();
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={0}
      aria-label={t("chat.mention.pick")}
      className="absolute bottom-full left-4 z-30 mb-1 max-h-72 w-72 animate-pop-in overflow-y-auto rounded-card bg-pane p-1 shadow-pop max-md:inset-x-2 max-md:max-h-56 max-md:w-auto"
    >
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer takes the keys.
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the composer (aria-activedescendant).
        <div
          key={choice.id}
          id={choiceId(id, index)}
          role="option"
          aria-selected={index === active}
          ref={(node) => {
            if (index === active) node?.scrollIntoView({ block: "nearest" });
          }}
          // Before the click, the composer would lose the focus and the phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(choice)}
          className={clsx(
            "flex h-10 cursor-pointer items-center gap-2.5 rounded-control px-2 max-md:h-12",
            index === active ? "bg-selected" : "hover:bg-hover",
          )}
        >
          {choice.person ? (
            <Avatar id={choice.person.id} name={choice.name} url={choice.person.avatarUrl} size={28} />
          ) : (
            <Avatar id="all" name={choice.name} icon={<Users size={16} />} size={28} />
          )}
          <span className="truncate text-body">{choice.nickname ?? choice.name}</span>
          {choice.nickname && <span className="truncate text-meta text-ink-3">（{choice.name}）</span>}
          {choice.person?.kind === "external" && <KindTag kind="external" />}
          <span className="min-w-0 flex-1 truncate text-right text-meta text-ink-3">
            {choice.person ? choice.person.note : t("chat.mention.allHint", { count: everyone })}
          </span>
        </div>
      ))}
    </div>
  );
}
