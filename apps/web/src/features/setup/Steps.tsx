import clsx from "clsx";
import { Check } from "lucide-react";
import { useT } from "../../i18n/index.ts";

const steps = ["setup.step.company", "setup.step.people"] as const;

/** Where one is in the first run; `current` counts from 0. */
export function Steps({ current }: { current: number }) {
  const t = useT();
  return (
    <ol className="flex items-center gap-3 text-meta" aria-label={t("setup.steps")}>
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === current ? "step" : undefined}
          className={clsx(
            "flex items-center gap-2",
            index === current ? "font-medium text-ink-1" : "text-ink-3",
            index > 0 && "before:h-px before:w-6 before:bg-line-strong",
          )}
        >
          <span
            aria-hidden
            className={clsx(
              "flex size-5 items-center justify-center rounded-full text-mini",
              index <= current ? "bg-brand text-white" : "bg-hover text-ink-2",
            )}
          >
            {index < current ? <Check size={12} strokeWidth={3} /> : index + 1}
          </span>
          {t(step)}
        </li>
      ))}
    </ol>
  );
}
