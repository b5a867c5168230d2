import { Pencil } from "lucide-react";
import { useConversation } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { IconButton } from "../../ui/index.ts";
import { Mosaic } from "../people/Mosaic.tsx";
import type { SectionProps } from "./GroupInfo.tsx";

/** As the header of the conversation says it. */
const kinds = { normal: "internal", all_staff: "allStaff", customer: "customer" } as const;

/** Avatar, name, type, how long messages are kept, and what the group is for. */
export function GroupHead({ group, open }: SectionProps) {
  const t = useT();
  const conversation = useConversation(group.id);
  const kept =
    group.retentionDays === null
      ? t("groups.info.kept.forever")
      : t("groups.info.kept.days", { count: group.retentionDays });
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Mosaic ids={conversation?.mosaic ?? []} size={44} />
        <div className="min-w-0 flex-1">
          <h3 className="text-title leading-5.5 font-semibold wrap-anywhere">{group.name}</h3>
          <p className="text-meta text-ink-2">
            {t(`chat.header.${kinds[group.type]}`)} · {kept}
          </p>
        </div>
        {group.can.edit && (
          <IconButton label={t("groups.info.edit")} icon={<Pencil size={16} />} onClick={() => open("edit")} />
        )}
      </div>
      {group.description && (
        <p className="text-meta whitespace-pre-line text-ink-2 wrap-anywhere">{group.description}</p>
      )}
    </section>
  );
}
