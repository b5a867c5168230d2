import { newKey } from "@qunxin/client";
import { type LabelId, limits, type RequestKey } from "@qunxin/protocol";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { callApi } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Input } from "../../ui/index.ts";
import { useLabelAct } from "./use-label-act.ts";

/** A field for another label. */
export function NewLabel({ onCreated }: { onCreated: (id: LabelId) => void }) {
  const t = useT();
  const act = useLabelAct();
  const [name, setName] = useState("");
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "" || pending) return;
    setPending(true);
    const made = await act(() => callApi("labels.create", { key: newKey<RequestKey>(), name: wanted }));
    setPending(false);
    if (!made) return;
    setName("");
    onCreated(made.id);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-2 flex items-center gap-2 border-t border-line pt-3">
      <Input
        aria-label={t("kept.labels.new")}
        placeholder={t("kept.labels.new")}
        value={name}
        maxLength={limits.labelNameChars}
        onChange={(event) => setName(event.target.value)}
        className="flex-1"
      />
      <Button type="submit" icon={<Plus size={15} />} loading={pending} disabled={name.trim() === ""}>
        {t("kept.labels.add")}
      </Button>
    </form>
  );
}
