import type { DepartmentNode, PrincipalId } from "@qunxin/protocol";
import { useNavigate, useSearch } from "@tanstack/react-router";
import clsx from "clsx";
import { IdCard, Network } from "lucide-react";
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
  const departmentId = search.externals ? null : ((search.departmentId as typeof rootId | undefined) ?? rootId);
  const pane = <Finder departmentId={departmentId} show={show} onChosen={() => setChoosing(false)} />;
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
        departmentId={departmentId}
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

export type Show = (next: { [K in keyof AdminDirectorySearch]: AdminDirectorySearch[K] | undefined }) => void;

/** Shows another part of the directory by changing the address. */
function useShow(): Show {
  const navigate = useNavigate();
  return (next) => {
    const search = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    void navigate({ to: "/admin/directory", search: search as AdminDirectorySearch });
  };
}

interface FinderProps {
  departmentId: string | null;
  show: Show;
  onChosen: () => void;
}

/** Search on top; below it the tree, or what the search found. */
function Finder({ departmentId, show, onChosen }: FinderProps) {
  const t = useT();
  const [query, setQuery] = useState("");
  const choose = (next: Parameters<Show>[0]) => {
    show(next);
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
          <DepartmentTree selectedId={departmentId ?? undefined} onSelect={openDepartment} />
        )}
      </div>
      <div className="shrink-0 border-t border-line p-2">
        <button
          type="button"
          aria-pressed={departmentId === null}
          onClick={() => choose({ externals: true })}
          className={clsx(
            "flex h-10 w-full items-center gap-2 rounded-control px-2.5 text-body max-md:h-12",
            departmentId === null ? "bg-selected text-brand-ink" : "hover:bg-hover",
          )}
        >
          <IdCard size={17} aria-hidden className="text-external" />
          {t("admin.directory.externals")}
        </button>
      </div>
    </>
  );
}
