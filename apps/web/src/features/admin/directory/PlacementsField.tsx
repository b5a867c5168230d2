import type { DepartmentNode } from "@qunxin/protocol";
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { Button, Checkbox, IconButton } from "../../../ui/index.ts";
import { DepartmentPicker } from "./DepartmentPicker.tsx";

type Place = { departmentId: string; leader: boolean };

export interface PlacementsFieldProps {
  value: readonly Place[];
  onChange: (places: Place[]) => void;
  /** Names from the root of the departments known at the start. */
  paths: ReadonlyMap<string, readonly string[]>;
  error: string | undefined;
}

/** The departments of a person, each with whether they lead it. */
export function PlacementsField({ value, onChange, paths, error }: PlacementsFieldProps) {
  const t = useT();
  const id = useId();
  const [choosing, setChoosing] = useState(false);
  const [chosenPaths, setChosenPaths] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const pathOf = (departmentId: string) => (chosenPaths.get(departmentId) ?? paths.get(departmentId) ?? []).join(" / ");
  const add = (department: DepartmentNode) => {
    setChoosing(false);
    setChosenPaths((known) => new Map(known).set(department.id, department.path));
    if (value.some(({ departmentId }) => departmentId === department.id)) return;
    onChange([...value, { departmentId: department.id, leader: false }]);
  };
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col gap-1.5">
      <span id={id} className="text-meta font-medium text-ink-2">
        {t("admin.person.departments")}
        <span aria-hidden className="ml-0.5 text-bad">
          *
        </span>
      </span>
      {value.length > 0 && (
        <ul className="divide-y divide-line rounded-control border border-line">
          {value.map((place) => (
            <PlaceRow
              key={place.departmentId}
              path={pathOf(place.departmentId)}
              leader={place.leader}
              onLeader={(leader) => onChange(value.map((other) => (other === place ? { ...place, leader } : other)))}
              onRemove={() => onChange(value.filter((other) => other !== place))}
            />
          ))}
        </ul>
      )}
      <Button size="sm" className="self-start" icon={<Plus size={14} aria-hidden />} onClick={() => setChoosing(true)}>
        {t("admin.person.departments.add")}
      </Button>
      {error && (
        <p role="alert" className="text-meta text-bad">
          {error}
        </p>
      )}
      {choosing && (
        <DepartmentPicker title={t("admin.directory.choose")} onClose={() => setChoosing(false)} onChosen={add} />
      )}
    </fieldset>
  );
}

interface PlaceRowProps {
  path: string;
  leader: boolean;
  onLeader: (leader: boolean) => void;
  onRemove: () => void;
}

function PlaceRow({ path, leader, onLeader, onRemove }: PlaceRowProps) {
  const t = useT();
  return (
    <li className="flex min-h-10 flex-wrap items-center justify-end gap-x-2 px-2.5 py-1">
      <span className="min-w-0 flex-1 text-body break-words max-md:basis-full max-md:pt-2">{path}</span>
      <Checkbox checked={leader} label={t("admin.person.leader")} onChange={onLeader} />
      <IconButton
        size="sm"
        label={t("admin.person.departments.remove", { name: path })}
        icon={<X size={15} />}
        onClick={onRemove}
      />
    </li>
  );
}
