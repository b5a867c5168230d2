import { type DepartmentId, PersonStatus, type PrincipalId, type PrincipalKind } from "@qunxin/protocol";
import { type RawBuilder, sql as raw } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { type BelowQuery, countBelow, type PeopleCursor, readPageBelow } from "./below-store.ts";

export interface PeopleQuery {
  /** null: people without any department. */
  departmentId: DepartmentId | null;
  below: boolean;
  kind: PrincipalKind | null;
  /** null: any. */
  status: PersonStatus | null;
  invisible: readonly DepartmentId[];
  after: PeopleCursor | null;
  limit: number;
}

/** One page of people, leaders of the department first, then by pinyin. */
export async function readPage(reading: Reading, query: PeopleQuery): Promise<PeopleCursor[]> {
  if (query.departmentId === null) return readUnplaced(reading, query);
  // External people have no place in the organisation.
  if (query.kind === "external") return [];
  return readPageBelow(reading, query.departmentId, belowOf(query), query);
}

/** How many there are on all pages. */
export async function readTotal(reading: Reading, query: PeopleQuery): Promise<number> {
  if (query.departmentId === null) return countUnplaced(reading, query);
  if (query.kind === "external") return 0;
  const counts = await countBelow(reading, [query.departmentId], belowOf(query));
  return counts.get(query.departmentId) ?? 0;
}

function belowOf({ below, status, invisible }: PeopleQuery): BelowQuery {
  return { below, statuses: status ? [status] : PersonStatus.options, invisible };
}

async function readUnplaced({ sql }: Reading, query: PeopleQuery): Promise<PeopleCursor[]> {
  const { after, limit } = query;
  const beyond = after ? raw`and (p.pinyin, p.id) > (${after.pinyin}, ${after.id}::uuid)` : raw``;
  const { rows } = await raw<{ pinyin: string; id: PrincipalId }>`
    select p.pinyin, p.id from people p where ${unplaced(query)} ${beyond}
    order by p.pinyin, p.id limit ${limit}`.execute(sql);
  return rows.map((row) => ({ follower: false, ...row }));
}

async function countUnplaced({ sql }: Reading, query: PeopleQuery): Promise<number> {
  const { rows } = await raw<{ total: number }>`
    select count(*)::int as total from people p where ${unplaced(query)}`.execute(sql);
  return rows[0]?.total ?? 0;
}

function unplaced({ kind, status }: PeopleQuery): RawBuilder<unknown> {
  return raw`(${kind}::text is null or p.kind = ${kind}) and (${status}::text is null or p.status = ${status})
    and not exists (select from placements pl where pl.person_id = p.id)`;
}
