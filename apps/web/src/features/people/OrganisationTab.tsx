import { Building2, Network } from "lucide-react";
import { failureText } from "../../app/contract-form.tsx";
import { formatNumber, useT } from "../../i18n/index.ts";
import { Avatar, Checkbox, ErrorState, Skeleton, Tag, VirtualTree } from "../../ui/index.ts";
import { departmentOf, departmentState, personOfRow, personState, type TickState } from "./selection.ts";
import type { Organisation, OrgNode } from "./use-organisation.ts";
import type { Picking } from "./use-picking.ts";

/** The organisation with boxes on departments and people. */
export function OrganisationTab({ organisation, picking }: { organisation: Organisation; picking: Picking }) {
  const t = useT();
  const { roots, error, retry } = organisation;
  if (error) return <ErrorState message={failureText(error)} onRetry={retry} />;
  if (!roots) return <Skeleton look="text" className="p-3" />;
  return (
    <div className="flex h-full flex-col">
      <Checkbox
        className="shrink-0 px-3"
        checked={picking.below}
        onChange={picking.setBelow}
        label={t("directory.pick.below")}
      />
      <div className="min-h-0 flex-1 px-1">
        <VirtualTree
          label={t("directory.pick.organisation")}
          roots={roots}
          loadChildren={organisation.loadChildren}
          defaultOpenIds={roots.map((root) => root.id)}
          tickOf={(node) => stateOf(picking, node)}
          onTick={(node, _path, on) => tick(picking, node, on)}
          renderStart={(node) => <NodeIcon node={node} />}
          renderEnd={(node) => <NodeEnd node={node} members={picking.members} />}
        />
      </div>
    </div>
  );
}

function stateOf({ picked, below, members }: Picking, node: OrgNode): TickState {
  if (node.kind === "department") return departmentState(picked, departmentOf(node.department), below);
  if (node.kind === "more") return false;
  return members.has(node.person.id) || personState(picked, personOfRow(node.person));
}

function tick(picking: Picking, node: OrgNode, on: boolean): void {
  if (node.kind === "department") picking.department(departmentOf(node.department), on);
  if (node.kind === "person") picking.person(personOfRow(node.person), on);
}

function NodeIcon({ node }: { node: OrgNode }) {
  if (node.kind === "person") {
    return <Avatar id={node.person.id} name={node.person.name} url={node.person.avatarUrl} size={24} />;
  }
  if (node.kind === "more") return null;
  const Icon = node.department.parentId === null ? Building2 : Network;
  return <Icon size={16} aria-hidden className="shrink-0 text-ink-3" />;
}

function NodeEnd({ node, members }: { node: OrgNode; members: Picking["members"] }) {
  const t = useT();
  if (node.kind === "department") {
    return <span className="text-meta text-ink-3 tabular-nums">{formatNumber(node.department.headCount)}</span>;
  }
  if (node.kind === "more") {
    return <span className="flex-1 text-meta text-ink-3">{t("directory.more", { count: node.count })}</span>;
  }
  if (members.has(node.person.id)) return <Tag>{t("directory.pick.member")}</Tag>;
  const leads = node.person.placements.some(
    (placement) => placement.leader && node.id.startsWith(placement.departmentId),
  );
  return (
    <>
      {leads && <Tag tone="owner">{t("directory.leader")}</Tag>}
      {node.person.position && (
        <span className="max-w-32 truncate text-meta text-ink-3 max-md:max-w-24">{node.person.position}</span>
      )}
    </>
  );
}
