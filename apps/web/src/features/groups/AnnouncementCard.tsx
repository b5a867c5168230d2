import { Megaphone } from "lucide-react";
import { usePerson } from "../../app/live.ts";
import { dayLabel, useT } from "../../i18n/index.ts";
import type { SectionProps } from "./GroupInfo.tsx";

/** The announcement, cut after a few lines; a click shows all of it. */
export function AnnouncementCard({ group, open }: SectionProps) {
  const t = useT();
  const { announcement } = group;
  const author = usePerson(announcement?.by ?? null);
  if (!announcement && !group.can.announce) return null;
  return (
    <button
      type="button"
      onClick={() => open("announcement")}
      className="flex flex-col gap-1 rounded-card bg-canvas p-3 text-left hover:bg-hover"
    >
      <span className="flex items-center gap-1.5 text-body">
        <Megaphone size={15} aria-hidden className="text-warn" />
        {t("groups.announcement")}
      </span>
      {announcement ? (
        <>
          <span className="line-clamp-4 text-meta whitespace-pre-line text-ink-2 wrap-anywhere">
            {announcement.text}
          </span>
          <span className="text-mini text-ink-3">
            {[author?.name, dayLabel(new Date(announcement.at), new Date())].filter(Boolean).join(" · ")}
          </span>
        </>
      ) : (
        <span className="text-meta text-brand-ink">{t("groups.announcement.write")}</span>
      )}
    </button>
  );
}
