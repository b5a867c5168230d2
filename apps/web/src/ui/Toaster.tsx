import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useT } from "../i18n/index.ts";
import { dismissToast, readToasts, subscribeToasts, type ToastEntry, type ToastTone } from "./toast.ts";

/** Draws the notices of `toast`; stands once in the app. */
export function Toaster() {
  const t = useT();
  const entries = useSyncExternalStore(subscribeToasts, readToasts);
  return (
    <section
      aria-label={t("common.notices")}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-[max(16px,env(safe-area-inset-top))] z-70 flex flex-col items-center gap-2 px-4"
    >
      {entries.map((entry) => (
        <Notice key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

const icons: Record<ToastTone, typeof Info> = { info: Info, ok: CircleCheck, error: CircleAlert };
const colors: Record<ToastTone, string> = { info: "text-brand-ink", ok: "text-ok", error: "text-bad" };

function Notice({ entry }: { entry: ToastEntry }) {
  const t = useT();
  const Icon = icons[entry.tone];
  const { action } = entry;
  return (
    <div className="pointer-events-auto flex max-w-130 animate-pop-in items-center gap-2 rounded-card bg-pane py-2 pr-2 pl-3.5 text-body text-ink-1 shadow-pop">
      <Icon size={18} aria-hidden className={clsx("shrink-0", colors[entry.tone])} />
      <span className="min-w-0 wrap-anywhere">{entry.text}</span>
      {action && (
        <button
          type="button"
          className="rounded-control px-2 py-1 font-medium whitespace-nowrap text-brand-ink hover:bg-hover"
          onClick={() => {
            action.onSelect();
            dismissToast(entry.id);
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t("common.close")}
        className="flex size-7 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-hover"
        onClick={() => dismissToast(entry.id)}
      >
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}
