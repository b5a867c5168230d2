import { useState } from "react";
import {
  Avatar,
  EmptyState,
  noTicks,
  setTick,
  Tag,
  type TreeNode,
  tickState,
  VirtualTable,
  VirtualTree,
} from "../ui/index.ts";
import { Shelf } from "./Shelf.tsx";

interface Person {
  id: string;
  name: string;
  position: string;
}

const people: Person[] = Array.from({ length: 3000 }, (_, index) => ({
  id: `p${index}`,
  name: `员工${index + 1}`,
  position: index % 4 ? "工程师" : "负责人",
}));

const roots: TreeNode[] = [{ id: "co", label: "星河科技", hasChildren: true }];

async function loadChildren(node: TreeNode): Promise<TreeNode[]> {
  await new Promise((done) => setTimeout(done, 300));
  const depth = node.id.split(".").length;
  return Array.from({ length: depth === 1 ? 6 : 4 }, (_, index) => ({
    id: `${node.id}.${index}`,
    label: `${node.label} ${index + 1} 部`,
    hasChildren: depth < 4,
  }));
}

export function Lists() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(["p1"]));
  const [ticks, setTicks] = useState(() => setTick(noTicks, ["co", "co.1"], true));
  const [node, setNode] = useState("co.0");
  return (
    <>
      <Shelf title="VirtualTree">
        <div className="h-80">
          <VirtualTree
            label="部门"
            roots={roots}
            loadChildren={loadChildren}
            defaultOpenIds={["co"]}
            selectedId={node}
            onSelect={(chosen) => setNode(chosen.id)}
            tickOf={(_node, path) => tickState(ticks, path)}
            onTick={(_node, path, on) => setTicks(setTick(ticks, path, on))}
            renderEnd={() => <span className="text-meta text-ink-3">18</span>}
          />
        </div>
      </Shelf>
      <Shelf title="VirtualTable">
        <div className="h-80 rounded-card border border-line">
          <VirtualTable
            label="成员"
            rows={people}
            rowKey={(person) => person.id}
            rowLabel={(person) => person.name}
            selected={selected}
            onSelectedChange={setSelected}
            empty={<EmptyState title="没有成员" />}
            columns={[
              {
                id: "name",
                header: "姓名",
                cell: (person) => (
                  <span className="flex items-center gap-2">
                    <Avatar id={person.id} name={person.name} size={28} /> {person.name}
                  </span>
                ),
              },
              { id: "position", header: "职务", cell: (person) => person.position, width: "120px" },
              { id: "state", header: "状态", cell: () => <Tag tone="external">正常</Tag>, width: "90px" },
            ]}
          />
        </div>
      </Shelf>
    </>
  );
}
