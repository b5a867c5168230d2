import { ChevronRight } from "lucide-react";
import { useT } from "../i18n/index.ts";

export interface Crumb {
  id: string;
  label: string;
}

export interface BreadcrumbProps {
  items: readonly Crumb[];
  /** Called for every crumb but the last, which is where one is. */
  onSelect: (id: string) => void;
}

export function Breadcrumb({ items, onSelect }: BreadcrumbProps) {
  const t = useT();
  const last = items.length - 1;
  return (
    <nav aria-label={t("common.breadcrumb")} className="min-w-0 overflow-x-auto [scrollbar-width:none]">
      <ol className="flex items-center gap-0.5 text-body whitespace-nowrap">
        {items.map((item, index) => (
          <li key={item.id} className="flex items-center gap-0.5">
            {index > 0 && <ChevronRight size={14} aria-hidden className="text-ink-3" />}
            {index === last ? (
              <span aria-current="page" className="px-1 font-medium">
                {item.label}
              </span>
            ) : (
              <button
                type="button"
                onClick={() => onSelect(item.id)}
                className="rounded-control px-1 text-ink-2 hover:text-brand-ink max-md:min-h-11"
              >
                {item.label}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
