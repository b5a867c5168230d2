import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../../ui/index.ts";

export interface InfoRowProps {
  icon: ReactNode;
  label: string;
  value?: ReactNode;
  /** Things waiting, as a red number. */
  badge?: number;
  onClick: () => void;
}

/** A line of a settings list that leads somewhere. */
export function InfoRow({ icon, label, value, badge = 0, onClick }: InfoRowProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-10 w-full items-center gap-2 text-left text-body hover:text-brand-ink max-md:min-h-12"
    >
      <span aria-hidden className="text-ink-2">
        {icon}
      </span>
      <span className="min-w-0 flex-1">{label}</span>
      {value && <span className="max-w-[50%] truncate text-meta text-ink-3">{value}</span>}
      <Badge count={badge} />
      <ChevronRight size={15} aria-hidden className="text-ink-3" />
    </button>
  );
}
