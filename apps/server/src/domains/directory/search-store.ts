import type { DepartmentId, PrincipalId, PrincipalKind } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { gramsOf } from "../../platform/grams.ts";

export interface PeopleSearch {
  /** Lower case. */
  text: string;
  kinds: readonly PrincipalKind[];
  includeInactive: boolean;
  invisible: readonly DepartmentId[];
  limit: number;
}

/**
 * People whose name, a reading of it, its initials or account hold the text: equal ones first, then beginnings. One
 * character is in a third of them all, but begins far fewer, who nearly always are enough.
 */
export async function findPeople(reading: Reading, search: PeopleSearch): Promise<PrincipalId[]> {
  const beginning = [...search.text].length === 1 ? await readBest(reading, search, "|") : [];
  return beginning.length < search.limit ? readBest(reading, search, "") : beginning;
}

/** @param before what stands before the text: a bar, which joins what is searched in, or anything. */
async function readBest({ sql }: Reading, search: PeopleSearch, before: "|" | ""): Promise<PrincipalId[]> {
  const { text, kinds, includeInactive, invisible, limit } = search;
  const literal = escapeLike(text);
  const { rows } = await raw<{ id: PrincipalId }>`
    select p.id from people p
    where grams(p.search_text) @@ ${gramsOf(before + text)}::tsquery
      and '|' || p.search_text like ${`%${before}${literal}%`}
      and p.kind = any(${kinds}::text[]) and (${includeInactive} or p.status = 'active') and ${listedIn(invisible)}
    order by case
        when '|' || p.search_text || '|' like ${`%|${literal}|%`} then 0
        when '|' || p.search_text like ${`%|${literal}%`} then 1
        else 2 end,
      p.pinyin, p.id
    limit ${limit}`.execute(sql);
  return rows.map(({ id }) => id);
}

/**
 * People whose mobile ends with the digits, then those who have at least four of them anywhere. Whether the seeker may
 * see the mobile is for the caller to judge.
 */
export async function findByMobile(
  { sql }: Reading,
  search: Omit<PeopleSearch, "text"> & { digits: string },
): Promise<PrincipalId[]> {
  const { digits, kinds, includeInactive, invisible, limit } = search;
  const tail = `%${digits}`;
  const anywhere = digits.length >= 4;
  const pattern = anywhere ? `%${digits}%` : tail;
  // A bar ends the number in its grams.
  const grams = gramsOf(anywhere ? digits : `${digits}|`);
  const { rows } = await raw<{ id: PrincipalId }>`
    select p.id from people p
    where grams(p.mobile) @@ ${grams}::tsquery and p.mobile like ${pattern}
      and p.kind = any(${kinds}::text[]) and (${includeInactive} or p.status = 'active') and ${listedIn(invisible)}
    order by p.mobile like ${tail} desc, p.pinyin, p.id
    limit ${limit}`.execute(sql);
  return rows.map(({ id }) => id);
}

/** Departments whose name, pinyin, initials or path hold the text: equal ones first, then beginnings, then the rest. */
export async function findDepartments(
  { sql }: Reading,
  search: { text: string; invisible: readonly DepartmentId[]; limit: number },
): Promise<DepartmentId[]> {
  const { text, invisible, limit } = search;
  const literal = escapeLike(text);
  const inside = `%${literal}%`;
  const { rows } = await raw<{ id: DepartmentId }>`
    select d.id from departments d
    where grams(lower(d.name) || '|' || d.pinyin || '|' || d.initials || '|' || lower(d.name_path))
        @@ ${gramsOf(text)}::tsquery
      and (lower(d.name) like ${inside} or d.pinyin like ${inside} or d.initials like ${inside}
        or lower(d.name_path) like ${inside})
      and not d.id_path && ${invisible}::uuid[]
    order by case
        when ${text} in (lower(d.name), d.pinyin, d.initials, lower(d.name_path)) then 0
        when lower(d.name) like ${`${literal}%`} or d.pinyin like ${`${literal}%`} or d.initials like ${`${literal}%`}
          then 1
        when lower(d.name) like ${inside} or d.pinyin like ${inside} or d.initials like ${inside} then 2
        else 3 end,
      cardinality(d.id_path), d.pinyin, d.name_path
    limit ${limit}`.execute(sql);
  return rows.map(({ id }) => id);
}

/** Whoever has departments is listed through one that is visible. */
function listedIn(invisible: readonly DepartmentId[]) {
  return raw`(cardinality(${invisible}::uuid[]) = 0
    or not exists (select from placements pl where pl.person_id = p.id)
    or exists (select from placements pl join departments d on d.id = pl.department_id
      where pl.person_id = p.id and not d.id_path && ${invisible}::uuid[]))`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** A pasted text and somebody it may mean. */
export interface PastedMatch {
  text: string;
  id: PrincipalId;
  /** 0 by account, 1 by mobile, 2 by name. */
  by: number;
}

/** Active people whose account (any case), mobile or name equals one of the texts. */
export async function matchTexts(
  { sql }: Reading,
  texts: readonly { text: string; mobile: string }[],
  invisible: readonly DepartmentId[],
): Promise<PastedMatch[]> {
  const { rows } = await raw<PastedMatch>`
    with pasted as (
      select * from unnest(${texts.map(({ text }) => text)}::text[], ${texts.map(({ mobile }) => mobile)}::text[])
        as pasted (text, mobile))
    select pasted.text, p.id, 0 as by from pasted join people p on lower(p.account) = lower(pasted.text)
      where p.status = 'active' and ${listedIn(invisible)}
    union all select pasted.text, p.id, 1 from pasted join people p on p.mobile = pasted.mobile
      where p.status = 'active' and ${listedIn(invisible)}
    union all select pasted.text, p.id, 2 from pasted join people p on p.name = pasted.text
      where p.status = 'active' and ${listedIn(invisible)}
    order by 3, 2`.execute(sql);
  return rows;
}
