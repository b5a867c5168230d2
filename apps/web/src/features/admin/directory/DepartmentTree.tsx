import type { DepartmentNode } from "@qunxin/protocol";
import { EyeOff } from "lucide-react";
import { useMemo } from "react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { formatNumber, useT } from "../../../i18n/index.ts";
import { ErrorState, Skeleton, VirtualTree } from "../../../ui/index.ts";
import { childrenOf, lineOf } from "./department-tree.ts";
import { useDirectoryRevision } from "./directory-news.ts";

export interface DepartmentTreeProps {
  selectedId: string | undefined;
  onSelect: (department: DepartmentNode) => void;
}

/** The whole company as a lazy tree with head-counts; the root is open. */
export function DepartmentTree({ selectedId, onSelect }: DepartmentTreeProps) {
  const t = useT();
  const revision = useDirectoryRevision();
  const root = useCall("directory.departments", { parentId: null });
  const roots = useMemo(() => root.data?.departments.map(lineOf) ?? [], [root.data]);
  if (root.isPending) return <Skeleton rows={8} className="p-3" />;
  if (root.isError) return <ErrorState message={failureText(root.error)} onRetry={() => void root.refetch()} />;
  return (
    <VirtualTree
      label={t("admin.directory.tree")}
      roots={roots}
      loadChildren={childrenOf}
      defaultOpenIds={roots.map(({ id }) => id)}
      revision={revision}
      selectedId={selectedId}
      onSelect={({ department }) => onSelect(department)}
      renderEnd={({ department }) => (
        <span className="flex items-center gap-1 text-meta text-ink-3 tabular-nums">
          {department.hidden && <EyeOff size={14} role="img" aria-label={t("admin.department.isHidden")} />}
          {formatNumber(department.headCount)}
        </span>
      )}
    />
  );
}
