import type { PersonRow } from "@qunxin/protocol";
import type { ReactNode } from "react";
import { useT } from "../../../i18n/index.ts";
import { Avatar, KindTag, Tag } from "../../../ui/index.ts";
import { StatusTag } from "./StatusTag.tsx";

/** Everything the directory holds about somebody. */
export function PersonFacts({ person }: { person: PersonRow }) {
  const t = useT();
  return (
    <>
      <header className="flex items-center gap-4">
        <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={56} />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-1.5 text-title font-semibold">
            {person.name}
            {person.administrator && <Tag tone="brand">{t("admin.person.administrator")}</Tag>}
            {person.kind === "external" && <KindTag kind="external" />}
            <StatusTag status={person.status} />
          </p>
          <p className="truncate text-meta text-ink-2">{person.position ?? person.organisation ?? person.account}</p>
        </div>
      </header>
      <dl className="flex flex-col divide-y divide-line">
        {person.account && <Fact name={t("admin.person.account")}>{person.account}</Fact>}
        <Fact name={t("admin.person.mobile")}>{person.mobile}</Fact>
        {person.kind === "external" ? (
          <Fact name={t("admin.person.organisation")}>{person.organisation}</Fact>
        ) : (
          <EmployeeFacts person={person} />
        )}
      </dl>
    </>
  );
}

function EmployeeFacts({ person }: { person: PersonRow }) {
  const t = useT();
  return (
    <>
      <Fact name={t("admin.person.email")}>{person.email}</Fact>
      <Fact name={t("admin.person.departments")}>
        {person.placements.map(({ departmentId, path, leader }) => (
          <span key={departmentId} className="flex items-center gap-1.5">
            <span className="min-w-0">{path.join(" / ")}</span>
            {leader && <Tag tone="owner">{t("admin.person.leader.short")}</Tag>}
          </span>
        ))}
      </Fact>
      <Fact name={t("admin.person.position")}>{person.position}</Fact>
      <Fact name={t("admin.person.employeeNo")}>{person.employeeNo}</Fact>
      <Fact name={t("admin.person.gender")}>{t(`admin.gender.${person.gender ?? "unknown"}`)}</Fact>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const blank = children === null || (Array.isArray(children) && children.length === 0);
  return (
    <div className="flex gap-4 py-2">
      <dt className="w-28 shrink-0 text-body text-ink-2">{name}</dt>
      <dd className="min-w-0 flex-1 text-body break-words">{blank ? "–" : children}</dd>
    </div>
  );
}
