import type { DepartmentId, PersonStatus, PrincipalId } from "@qunxin/protocol";
import { type RawBuilder, sql as raw } from "kysely";
import type { Reading } from "../../platform/database.ts";

/** Where a page of people begins: the sort key of the last one before. */
export interface PeopleCursor {
  follower: boolean;
  pinyin: string;
  id: PrincipalId;
}

/** Which people of departments are meant. */
export interface BelowQuery {
  /** Also those of the departments below. */
  below: boolean;
  statuses: readonly PersonStatus[];
  /** What lies in or below these is left out. The department asked about is none of them. */
  invisible: readonly DepartmentId[];
}

/**
 * One page of the people of a department, leaders of it first, then by pinyin: read from its place in the index of
 * `people_below`, whatever the size of the department. A viewer outside of hidden departments pays a look for each row.
 */
export async function readPageBelow(
  { sql }: Reading,
  id: DepartmentId,
  { below, statuses, invisible }: BelowQuery,
  { after, limit }: { after: PeopleCursor | null; limit: number },
): Promise<PeopleCursor[]> {
  const beyond = after
    ? raw`and (b.follower, b.pinyin, b.person_id) > (${after.follower}, ${after.pinyin}, ${after.id}::uuid)`
    : raw``;
  const seen = below && invisible.length > 0 ? raw`and ${placedVisibly(invisible)}` : raw``;
  const { rows } = await raw<PeopleCursor>`
    select page.follower, page.pinyin, page.person_id as id
    from unnest(${statuses}::text[]) as asked (status) cross join lateral (
      select b.follower, b.pinyin, b.person_id from people_below b
      where b.department_id = ${id}::uuid and b.status = asked.status ${below ? raw`` : raw`and b.direct`} ${beyond} ${seen}
      order by b.follower, b.pinyin, b.person_id limit ${limit}) page
    order by page.follower, page.pinyin, page.person_id limit ${limit}`.execute(sql);
  return rows;
}

/**
 * How many people there are in each department: a number that is kept, less those whom only hidden departments bring in,
 * who are counted. Departments without anybody are missing.
 */
export async function countBelow(
  { sql }: Reading,
  ids: readonly DepartmentId[],
  { below, statuses, invisible }: BelowQuery,
): Promise<Map<DepartmentId, number>> {
  if (ids.length === 0) return new Map();
  const number = below ? raw.ref("h.people") : raw.ref("h.direct_people");
  const { rows } = await raw<{ id: DepartmentId; count: number }>`
    select h.department_id as id, sum(${number})::int as count from department_heads h
    where h.department_id = any(${ids}::uuid[]) and h.status = any(${statuses}::text[])
    group by h.department_id`.execute(sql);
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  if (!below || invisible.length === 0) return counts;
  const { rows: unseen } = await raw<{ id: DepartmentId; count: number }>`
    select b.department_id as id, count(*)::int as count
    from (select distinct hidden.person_id from people_below hidden
        where hidden.department_id = any(${invisible}::uuid[]) and hidden.status = any(${statuses}::text[])) inside
      join people_below b on b.person_id = inside.person_id and b.department_id = any(${ids}::uuid[])
    where not ${placedVisibly(invisible)} group by b.department_id`.execute(sql);
  for (const { id, count } of unseen) counts.set(id, (counts.get(id) ?? 0) - count);
  return counts;
}

/** Whether a placement that is visible puts the person of `b` in or below the department of `b`. */
function placedVisibly(invisible: readonly DepartmentId[]): RawBuilder<unknown> {
  return raw`exists (select from placements pl join departments d on d.id = pl.department_id
    where pl.person_id = b.person_id and d.id_path @> array[b.department_id] and not d.id_path && ${invisible}::uuid[])`;
}
