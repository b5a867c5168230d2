import { useNavigate } from "@tanstack/react-router";
import { Building2, Network } from "lucide-react";
import { failureText } from "../../app/contract-form.tsx";
import { formatNumber, useT } from "../../i18n/index.ts";
import { ErrorState, Skeleton, VirtualTree } from "../../ui/index.ts";
import { type OrgNode, useOrganisation } from "../people/use-organisation.ts";

export interface DepartmentTreeProps {
  selectedId: string | undefined;
  /** Grows when departments changed: what was loaded is loaded again. */
  revision: number;
}

/** The organisation as a tree; a click opens the department beside it. */
export function DepartmentTree({ selectedId, revision }: DepartmentTreeProps) {
  const t = useT();
  const navigate = useNavigate();
  const { roots, error, retry, loadChildren } = useOrganisation(false);
  if (error) return <ErrorState message={failureText(error)} onRetry={retry} />;
  if (!roots) return <Skeleton rows={8} className="p-4" />;
  return (
    <section className="flex min-h-60 flex-1 flex-col">
      <h2 className="px-4 pt-3 pb-1 text-meta font-medium text-ink-2">{t("directory.organisation")}</h2>
      <div className="min-h-0 flex-1 px-2">
        <VirtualTree<OrgNode>
          label={t("directory.organisation")}
          roots={roots}
          revision={revision}
          defaultOpenIds={roots.map((root) => root.id)}
          loadChildren={loadChildren}
          selectedId={selectedId}
          onSelect={(node) =>
            void navigate({ to: "/contacts/departments/$departmentId", params: { departmentId: node.id } })
          }
          renderStart={(node) => <NodeIcon node={node} />}
          renderEnd={(node) =>
            node.kind === "department" && (
              <span className="text-meta text-ink-3 tabular-nums">{formatNumber(node.department.headCount)}</span>
            )
          }
        />
      </div>
    </section>
  );
}

function NodeIcon({ node }: { node: OrgNode }) {
  const Icon = node.kind === "department" && node.department.parentId === null ? Building2 : Network;
  return <Icon size={15} aria-hidden className="shrink-0 text-ink-3" />;
}
