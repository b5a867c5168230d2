import type { DepartmentNode } from "@qunxin/protocol";
import { Network, Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useCall } from "../../../app/api.ts";
import { useT } from "../../../i18n/index.ts";
import { Avatar, Button, IconButton } from "../../../ui/index.ts";
import { DepartmentPicker } from "../directory/DepartmentPicker.tsx";
import { PersonPicker } from "../PersonPicker.tsx";

export interface ChipsProps {
  /** Names what the picker adds. */
  label: string;
  ids: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Chosen people, and a field that finds one more. */
export function PeopleChips({ label, ids, onChange }: ChipsProps) {
  const { data } = useCall(
    "directory.briefs",
    { ids: [...ids] },
    { enabled: ids.length > 0, placeholderData: (known) => known },
  );
  const names = new Map<string, string>(data?.people.map((person) => [person.id, person.name]));
  return (
    <div className="flex flex-col gap-1.5">
      <List ids={ids}>
        {(id) => (
          <Chip
            start={<Avatar id={id} name={names.get(id) ?? ""} size={24} />}
            name={names.get(id) ?? "…"}
            onRemove={() => onChange(ids.filter((other) => other !== id))}
          />
        )}
      </List>
      <div className="max-w-100">
        <PersonPicker
          label={label}
          chosen={null}
          exceptIds={ids}
          onChange={(person) => person && onChange([...ids, person.id])}
        />
      </div>
    </div>
  );
}

/** Chosen departments, each with everything below it, and a button that adds one from the tree. */
export function DepartmentChips({ label, ids, onChange }: ChipsProps) {
  const [choosing, setChoosing] = useState(false);
  const add = ({ id }: DepartmentNode) => {
    setChoosing(false);
    onChange([...ids.filter((other) => other !== id), id]);
  };
  return (
    <div className="flex flex-col items-start gap-1.5">
      <List ids={ids}>
        {(id) => <DepartmentChip id={id} onRemove={() => onChange(ids.filter((other) => other !== id))} />}
      </List>
      <Button size="sm" icon={<Plus size={14} aria-hidden />} onClick={() => setChoosing(true)}>
        {label}
      </Button>
      {choosing && <DepartmentPicker title={label} onChosen={add} onClose={() => setChoosing(false)} />}
    </div>
  );
}

function DepartmentChip({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { data } = useCall("directory.department", { departmentId: id });
  return (
    <Chip
      start={<Network size={15} aria-hidden className="mx-1 text-ink-3" />}
      name={data?.department.name ?? "…"}
      onRemove={onRemove}
    />
  );
}

function List({ ids, children }: { ids: readonly string[]; children: (id: string) => ReactNode }) {
  if (ids.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {ids.map((id) => (
        <li key={id}>{children(id)}</li>
      ))}
    </ul>
  );
}

function Chip({ start, name, onRemove }: { start: ReactNode; name: string; onRemove: () => void }) {
  const t = useT();
  return (
    <span className="flex items-center gap-1.5 rounded-full bg-hover py-0.5 pr-0.5 pl-1 text-body">
      {start}
      {name}
      <IconButton size="sm" label={t("admin.picker.clear", { name })} icon={<X size={14} />} onClick={onRemove} />
    </span>
  );
}
