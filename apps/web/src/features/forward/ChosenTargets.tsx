import { X } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import type { Target } from "./targets.ts";

export interface ChosenTargetsProps {
  chosen: readonly Target[];
  onRemove: (target: Target) => void;
}

/** What is chosen so far, each with a way back. */
export function ChosenTargets({ chosen, onRemove }: ChosenTargetsProps) {
  const t = useT();
  if (chosen.length === 0) return null;
  return (
    <ul
      aria-label={t("kept.forward.chosen")}
      className="mx-4 mt-2 flex max-h-20 shrink-0 flex-wrap gap-1.5 overflow-y-auto"
    >
      {chosen.map((target) => (
        <li key={target.id}>
          <button
            type="button"
            aria-label={t("kept.forward.remove", { name: target.name })}
            onClick={() => onRemove(target)}
            className="flex h-7 max-w-48 items-center gap-1 rounded-full bg-brand-soft pr-2 pl-3 text-meta text-brand-ink max-md:h-9"
          >
            <span className="truncate">{target.name}</span>
            <X size={13} aria-hidden className="shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}
