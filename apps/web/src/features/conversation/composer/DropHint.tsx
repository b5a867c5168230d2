import { FileUp } from "lucide-react";
import { useT } from "../../../i18n/index.ts";

/** Says where dragged files would go. */
export function DropHint() {
  const t = useT();
  return (
    <div className="pointer-events-none absolute inset-x-4 bottom-3 z-40 flex h-28 animate-fade-in items-center justify-center gap-2 rounded-sheet border-2 border-dashed border-brand bg-brand-soft text-body font-medium text-brand-ink">
      <FileUp size={20} aria-hidden />
      {t("kinds.drop")}
    </div>
  );
}
