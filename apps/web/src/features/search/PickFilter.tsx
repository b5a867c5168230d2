import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Popover, SearchBox } from "../../ui/index.ts";
import { Pill } from "./Pill.tsx";

export interface PickOption {
  id: string;
  name: string;
  avatar: ReactNode;
}

export interface PickFilterProps {
  label: string;
  /** Name of what is chosen. */
  chosen: ReactNode;
  chosenId: string | undefined;
  onChoose: (id: string | undefined) => void;
  /** Draws those that fit what was typed. */
  options: (query: string, list: (options: readonly PickOption[]) => ReactNode) => ReactNode;
}

/** A filter whose values are looked for by name. */
export function PickFilter({ label, chosen, chosenId, onChoose, options }: PickFilterProps) {
  const t = useT();
  const [query, setQuery] = useState("");
  const pill = <Pill opens on={chosenId !== undefined} label={chosenId === undefined ? label : chosen} />;
  return (
    <Popover label={label} align="start" trigger={pill}>
      {(close) => {
        const choose = (id: string | undefined) => {
          onChoose(id);
          setQuery("");
          close();
        };
        return (
          <div className="flex w-64 flex-col gap-2 max-md:w-full max-md:pb-4">
            <SearchBox autoFocus label={label} placeholder={t("search.filter.byName")} onSearch={setQuery} />
            <ul aria-label={label} className="flex max-h-72 flex-col overflow-y-auto">
              {chosenId !== undefined && (
                <li>
                  <button type="button" onClick={() => choose(undefined)} className={rowClasses}>
                    {t("search.filter.any")}
                  </button>
                </li>
              )}
              {options(query, (found) =>
                found.map(({ id, name, avatar }) => (
                  <li key={id}>
                    <button
                      type="button"
                      aria-pressed={id === chosenId}
                      onClick={() => choose(id)}
                      className={rowClasses}
                    >
                      {avatar}
                      <span className="min-w-0 flex-1 truncate">{name}</span>
                      {id === chosenId && <Check size={15} aria-hidden className="text-brand-ink" />}
                    </button>
                  </li>
                )),
              )}
            </ul>
          </div>
        );
      }}
    </Popover>
  );
}

const rowClasses =
  "flex min-h-10 w-full items-center gap-2.5 rounded-control px-2 text-left text-body hover:bg-hover focus-visible:-outline-offset-2 max-md:min-h-12";
