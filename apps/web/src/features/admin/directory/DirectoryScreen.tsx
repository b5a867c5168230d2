import type { DepartmentId, DepartmentNode, PrincipalId } from "@qunxin/protocol";
import { useNavigate, useSearch } from "@tanstack/react-router";
import clsx from "clsx";
import { IdCard, type LucideIcon, Network, UserMinus } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import type { AdminDirectorySearch } from "../../../app/routes/admin.ts";
import { useT } from "../../../i18n/index.ts";
import { Button, ErrorState, SearchBox, Sheet, Skeleton, useIsPhone } from "../../../ui/index.ts";
import { DepartmentTree } from "./DepartmentTree.tsx";
import { DirectorySearch } from "./DirectorySearch.tsx";
import { PeoplePane } from "./PeoplePane.tsx";
import { PersonDrawer } from "./PersonDrawer.tsx";

/** 通讯录 of the console: departments at the left, their people at the right, one person in a drawer. */
export function DirectoryScreen() {
  const t = useT();
  const phone = useIsPhone();
  const search = useSearch({ from: "/signed-in/admin/directory" });
  const show = useShow();
  const root = useCall("directory.departments", { parentId: null });
  const [choosing, setChoosing] = useState(false);
  if (root.isPending) return <Skeleton look="list" rows={8} />;
  const rootId = root.data?.departments[0]?.id;
  if (!rootId) return <ErrorState message={failureText(root.error)} onRetry={() => void root.refetch()} />;
  const view = viewOf(search, rootId);
  const pane = <Finder view={view} show={show} onChosen={() => setChoosing(false)} />;
  return (
    <div className="flex min-h-0 flex-1">
      {!phone && (
        <aside
          aria-label={t("admin.directory.tree")}
          className="flex w-60 shrink-0 flex-col border-r border-line bg-pane xl:w-68"
        >
          {pane}
        </aside>
      )}
      <PeoplePane
        view={view}
        search={search}
        show={show}
        chooser={
          phone && (
            <Button icon={<Network size={16} aria-hidden />} onClick={() => setChoosing(true)}>
              {t("admin.directory.choose")}
            </Button>
          )
        }
      />
      {phone && (
        <Sheet open={choosing} onOpenChange={setChoosing} title={t("admin.directory.choose")}>
          <div className="-mx-4 flex h-[65dvh] flex-col">{pane}</div>
        </Sheet>
      )}
      <PersonDrawer
        personId={(search.personId as PrincipalId | undefined) ?? null}
        onClose={() => show({ ...search, personId: undefined })}
      />
    </div>
  );
}

/** What the table lists: a department, the external contacts, or employees who have left and so are in no department. */
export type View = { kind: "department"; departmentId: DepartmentId } | { kind: "externals" } | { kind: "left" };

function viewOf(search: AdminDirectorySearch, rootId: DepartmentId): View {
  if (search.externals) return { kind: "externals" };
  if (search.status === "left") return { kind: "left" };
  return { kind: "department", departmentId: (search.departmentId as DepartmentId | undefined) ?? rootId };
}

export type Show = (next: { [K in keyof AdminDirectorySearch]: AdminDirectorySearch[K] | undefined }) => Promise<void>;

/** Shows another part of the directory by changing the address. */
function useShow(): Show {
  const navigate = useNavigate();
  return (next) => {
    const search = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    return navigate({ to: "/admin/directory", search: search as AdminDirectorySearch });
  };
}

interface FinderProps {
  view: View;
  show: Show;
  onChosen: () => void;
}

/** Search on top; below it the tree, or what the search found. */
function Finder({ view, show, onChosen }: FinderProps) {
  const t = useT();
  const departmentId = view.kind === "department" ? view.departmentId : undefined;
  const [query, setQuery] = useState("");
  const choose = (next: Parameters<Show>[0]) => {
    void show(next);
    onChosen();
  };
  const openDepartment = ({ id }: DepartmentNode) => choose({ departmentId: id });
  return (
    <>
      <div className="shrink-0 p-3">
        <SearchBox placeholder={t("admin.directory.search")} onSearch={setQuery} />
      </div>
      <div className="min-h-0 flex-1 px-2">
        {query ? (
          <DirectorySearch
            query={query}
            onDepartment={openDepartment}
            onPerson={({ id, kind, placements }) => {
              const home = placements[0]?.departmentId;
              choose({
                personId: id,
                ...(kind === "external" ? { externals: true as const } : home && { departmentId: home }),
              });
            }}
          />
        ) : (
          <DepartmentTree selectedId={departmentId} onSelect={openDepartment} />
        )}
      </div>
      <div className="shrink-0 border-t border-line p-2">
        <Elsewhere
          Icon={IdCard}
          label={t("admin.directory.externals")}
          chosen={view.kind === "externals"}
          onSelect={() => choose({ externals: true })}
        />
        <Elsewhere
          Icon={UserMinus}
          label={t("admin.directory.left")}
          chosen={view.kind === "left"}
          onSelect={() => choose({ status: "left" })}
        />
      </div>
    </>
  );
}

interface ElsewhereProps {
  Icon: LucideIcon;
  label: string;
  chosen: boolean;
  onSelect: () => void;
}

/** A list of people outside the tree. */
function Elsewhere({ Icon, label, chosen, onSelect }: ElsewhereProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onSelect}
      className={clsx(
        "flex h-9 w-full items-center gap-2 rounded-control px-2.5 text-body max-md:h-12",
        chosen ? "bg-selected text-brand-ink" : "hover:bg-hover",
      )}
    >
      <Icon size={17} aria-hidden className="text-ink-3" />
      {label}
    </button>
  );
}
