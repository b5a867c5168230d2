import type { ImportStatus } from "@qunxin/protocol";
import { useT } from "../../../i18n/index.ts";
import { Tag, type TagTone } from "../../../ui/index.ts";

const tones: Record<ImportStatus["state"], TagTone> = {
  waiting: "neutral",
  checking: "brand",
  ready: "brand",
  faulty: "bad",
  applying: "brand",
  applied: "external",
  failed: "bad",
  cancelled: "neutral",
};

export function StateTag({ state }: { state: ImportStatus["state"] }) {
  const t = useT();
  return <Tag tone={tones[state]}>{t(`admin.import.state.${state}`)}</Tag>;
}
