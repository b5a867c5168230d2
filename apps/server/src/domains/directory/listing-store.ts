import type { DepartmentId, PersonStatus, PrincipalId, PrincipalKind } from "@qunxin/protocol";
import { type RawBuilder, sql as raw } from "kysely";
import type { Reading } from "../../platform/database.ts";

/** Where a page of people begins: the sort key of the last one before. */
export interface PeopleCursor {
  follower: boolean;
  pinyin: string;
  id: PrincipalId;
}

export interface PeopleQuery {
  /** null: people without any department. */
  departmentId: DepartmentId | null;
  below: boolean;
  kind: PrincipalKind | null;
  status: PersonStatus | null;
  invisible: readonly DepartmentId[];
  after: PeopleCursor | null;
  limit: number;
}

/** One page of people, leaders of the department first, then by pinyin, and how many there are in all. */
export async function readPage({ sql }: Reading, query: PeopleQuery): Promise<{ page: PeopleCursor[]; total: number }> {
  const { after, limit } = query;
  const matching = matchingPeople(query);
  const beyond = after
    ? raw`where (follower, pinyin, id) > (${after.follower}, ${after.pinyin}, ${after.id}::uuid)`
    : raw``;
  const { rows: page } = await raw<PeopleCursor>`
    select follower, pinyin, id from (${matching}) matching ${beyond}
    order by follower, pinyin, id limit ${limit}`.execute(sql);
  const { rows } = await raw<{ total: number }>`select count(*) as total from (${matching}) matching`.execute(sql);
  return { page, total: rows[0]?.total ?? 0 };
}

function matchingPeople({ departmentId, below, kind, status, invisible }: PeopleQuery): RawBuilder<unknown> {
  const fits = raw`(${kind}::text is null or p.kind = ${kind}) and (${status}::text is null or p.status = ${status})`;
  if (departmentId === null) {
    return raw`select false as follower, p.pinyin, p.id from people p
      where ${fits} and not exists (select from placements pl where pl.person_id = p.id)`;
  }
  const inside = below
    ? raw`d.id_path @> array[${departmentId}::uuid] and not d.id_path && ${invisible}::uuid[]`
    : raw`d.id = ${departmentId}::uuid`;
  return raw`select not bool_or(pl.leader and pl.department_id = ${departmentId}::uuid) as follower, p.pinyin, p.id
    from departments d join placements pl on pl.department_id = d.id join people p on p.id = pl.person_id
    where ${inside} and ${fits} group by p.id`;
}
