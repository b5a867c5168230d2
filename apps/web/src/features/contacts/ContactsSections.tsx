import { Link } from "@tanstack/react-router";
import { Building2, ChevronRight, Handshake, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { useCall } from "../../app/api.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { useIsPhone } from "../../ui/index.ts";

/** The lists of the address book: the organisation (phone), one's groups, external contacts. */
export function ContactsSections() {
  const t = useT();
  const phone = useIsPhone();
  const employee = useShell((state) => state.me?.kind === "employee");
  const roots = useCall("directory.departments", { parentId: null }, { enabled: employee, staleTime: 60_000 });
  const groups = useCall("groups.mine", { limit: 1 });
  const root = roots.data?.departments[0];
  return (
    <nav aria-label={t("directory.title")} className="flex shrink-0 flex-col md:px-2">
      {phone && root && (
        <Link to="/contacts/departments/$departmentId" params={{ departmentId: root.id }} className={rowClasses}>
          <SectionRow
            ground="#356fd0"
            icon={<Building2 size={20} />}
            title={root.name}
            note={t("directory.organisation.count", { count: root.headCount })}
          />
        </Link>
      )}
      <Link to="/contacts/groups" className={rowClasses} activeProps={activeProps}>
        <SectionRow
          ground="#25805d"
          icon={<MessagesSquare size={20} />}
          title={t("groups.mine")}
          note={groups.data ? t("groups.mine.count", { count: groups.data.total }) : ""}
        />
      </Link>
      {employee && (
        <Link to="/contacts/externals" className={rowClasses} activeProps={activeProps}>
          <SectionRow
            ground="#a55c24"
            icon={<Handshake size={20} />}
            title={t("directory.externals")}
            note={t("directory.externals.note")}
          />
        </Link>
      )}
    </nav>
  );
}

const rowClasses =
  "flex items-center gap-3 focus-visible:-outline-offset-2 max-md:border-b max-md:border-line max-md:bg-pane max-md:px-4 md:rounded-card md:px-2 md:hover:bg-hover";
const activeProps = { className: "md:bg-selected" };

interface SectionRowProps {
  /** One of the avatar grounds, on which white is readable. */
  ground: string;
  icon: ReactNode;
  title: string;
  note: string;
}

function SectionRow({ ground, icon, title, note }: SectionRowProps) {
  return (
    <>
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-card text-white md:size-9"
        style={{ background: ground }}
      >
        {icon}
      </span>
      <span className="flex min-h-14 min-w-0 flex-1 flex-col justify-center max-md:min-h-16">
        <span className="truncate text-body">{title}</span>
        <span className="truncate text-meta text-ink-3">{note}</span>
      </span>
      <ChevronRight size={16} aria-hidden className="text-ink-3 md:hidden" />
    </>
  );
}
