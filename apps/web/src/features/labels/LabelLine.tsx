import { type Label, limits } from "@qunxin/protocol";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useState } from "react";
import { callApi } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";
import { Checkbox, confirm, IconButton, Input } from "../../ui/index.ts";
import { useLabelAct } from "./use-label-act.ts";

export interface LabelLineProps {
  label: Label;
  checked: boolean;
  /** Names and order are being changed instead of choosing. */
  arranging: boolean;
  first: boolean;
  last: boolean;
  onToggle: (on: boolean) => void;
  onMove: (by: 1 | -1) => void;
}

export function LabelLine({ label, checked, arranging, first, last, onToggle, onMove }: LabelLineProps) {
  if (arranging) return <Arranged label={label} first={first} last={last} onMove={onMove} />;
  return (
    <li className="flex min-h-10 items-center max-md:min-h-11">
      <Checkbox checked={checked} onChange={onToggle} label={label.name} />
    </li>
  );
}

function Arranged({ label, first, last, onMove }: Pick<LabelLineProps, "label" | "first" | "last" | "onMove">) {
  const t = useT();
  const act = useLabelAct();
  const [name, setName] = useState(label.name);
  const rename = async () => {
    const wanted = name.trim();
    if (wanted === label.name) return;
    const done = wanted && (await act(() => callApi("labels.rename", { labelId: label.id, name: wanted })));
    if (!done) setName(label.name);
  };
  const remove = async () => {
    const sure = await confirm({
      title: t("kept.labels.deleteTitle", { name: label.name }),
      body: t("kept.labels.deleteBody"),
      confirmLabel: t("kept.labels.delete"),
      danger: true,
    });
    if (sure) await act(() => callApi("labels.delete", { labelId: label.id }));
  };
  return (
    <li className="flex min-h-10 items-center gap-1 py-0.5 max-md:min-h-12">
      <Input
        aria-label={t("kept.labels.name")}
        value={name}
        maxLength={limits.labelNameChars}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => void rename()}
        className="flex-1"
      />
      <IconButton
        size="sm"
        label={t("kept.labels.up")}
        icon={<ArrowUp size={15} />}
        disabled={first}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="sm"
        label={t("kept.labels.down")}
        icon={<ArrowDown size={15} />}
        disabled={last}
        onClick={() => onMove(1)}
      />
      <IconButton
        size="sm"
        label={t("kept.labels.deleteNamed", { name: label.name })}
        icon={<Trash2 size={15} />}
        onClick={() => void remove()}
      />
    </li>
  );
}
