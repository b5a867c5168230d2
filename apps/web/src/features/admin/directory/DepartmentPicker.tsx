import type { DepartmentNode } from "@qunxin/protocol";
import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { Button, Dialog } from "../../../ui/index.ts";
import { DepartmentTree } from "./DepartmentTree.tsx";

export interface DepartmentPickerProps {
  title: string;
  onChosen: (department: DepartmentNode) => void;
  onClose: () => void;
}

/** Chooses one department of the tree. */
export function DepartmentPicker({ title, onChosen, onClose }: DepartmentPickerProps) {
  const t = useT();
  const [chosen, setChosen] = useState<DepartmentNode | null>(null);
  return (
    <Dialog
      open
      title={title}
      flush
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <span className="min-w-0 flex-1 truncate text-meta text-ink-2">{chosen?.path.join(" / ")}</span>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button tone="primary" disabled={!chosen} onClick={() => chosen && onChosen(chosen)}>
            {t("common.confirm")}
          </Button>
        </>
      }
    >
      <div className="h-[55dvh] px-3">
        <DepartmentTree selectedId={chosen?.id} onSelect={setChosen} />
      </div>
    </Dialog>
  );
}
