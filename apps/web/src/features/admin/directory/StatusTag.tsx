import type { PersonStatus } from "@qunxin/protocol";
import { useT } from "../../../i18n/index.ts";
import { Tag } from "../../../ui/index.ts";

const tones = { active: "external", disabled: "owner", left: "neutral" } as const;

export function StatusTag({ status }: { status: PersonStatus }) {
  const t = useT();
  return <Tag tone={tones[status]}>{t(`admin.status.${status}`)}</Tag>;
}
