import type { PersonRow } from "@qunxin/protocol";
import { X } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Avatar, IconButton, SearchBox } from "../../ui/index.ts";

export interface PersonPickerProps {
  label: string;
  chosen: PersonRow | null;
  onChange: (person: PersonRow | null) => void;
  /** People who are not offered. */
  exceptIds: readonly string[];
}

/** Finds one active employee by name, pinyin, account or mobile. */
export function PersonPicker({ label, chosen, onChange, exceptIds }: PersonPickerProps) {
  const t = useT();
  const [query, setQuery] = useState("");
  const [choices, setChoices] = useState(0);
  if (chosen) {
    return (
      <div className="flex h-11 items-center gap-2.5 rounded-control border border-line px-2.5">
        <Avatar id={chosen.id} name={chosen.name} url={chosen.avatarUrl} size={28} />
        <span className="min-w-0 flex-1 truncate text-body">{chosen.name}</span>
        <IconButton
          size="sm"
          label={t("admin.picker.clear", { name: chosen.name })}
          icon={<X size={15} />}
          onClick={() => onChange(null)}
        />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      {/* A new key empties the box after each choice. */}
      <SearchBox key={choices} label={label} placeholder={t("admin.picker.search")} onSearch={setQuery} />
      {query && (
        <Found
          query={query}
          exceptIds={exceptIds}
          onChosen={(person) => {
            setQuery("");
            setChoices(choices + 1);
            onChange(person);
          }}
        />
      )}
    </div>
  );
}

function Found(props: { query: string; exceptIds: readonly string[]; onChosen: (person: PersonRow) => void }) {
  const t = useT();
  const found = useCall("directory.search", { query: props.query, kinds: ["employee"], limit: 20 });
  const people = found.data?.people.filter(({ id }) => !props.exceptIds.includes(id)) ?? [];
  if (found.isError) return <p className="px-2 py-1 text-meta text-bad">{failureText(found.error)}</p>;
  if (found.data && people.length === 0) {
    return <p className="px-2 py-1 text-meta text-ink-3">{t("admin.picker.none")}</p>;
  }
  return (
    <ul className="max-h-52 overflow-y-auto rounded-control border border-line" aria-label={t("admin.picker.found")}>
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            onClick={() => props.onChosen(person)}
            className="flex min-h-11 w-full items-center gap-2.5 px-2.5 py-1 text-left hover:bg-hover"
          >
            <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={28} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-body">{person.name}</span>
              <span className="block truncate text-meta text-ink-3">{person.placements[0]?.path.join(" / ")}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
