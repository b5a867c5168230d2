import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { openWorld, type World } from "./testing.ts";

/** More than are read before a character is looked up, so that both ways of finding them are gone. */
const many = 4_300;

let world: World;
let lin: Actor;
let groupId: ConversationId;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  lin = await world.one({ name: "林晓" });
  groupId = await world.group([lin, ...(await world.add(2, { name: "郑同" }))]);
  await world.add(many);
  await world.pool.query(nameAll);
  await world.pool.query(seatAll, [groupId]);
  await world.pool.query("update groups set member_count = (select count(*) from members) where id = $1", [groupId]);
  await world.pool.query("analyze people; analyze members");
});
afterAll(() => world.close());

/** Ten surnames, spread as unevenly as names are; the last of them ends the list, where no walk comes by. */
const nameAll = `
  update people p set name = n.name, pinyin = n.pinyin, initials = left(n.pinyin, 1) || 'x',
    search_text = n.name || '|' || n.pinyin || '|' || left(n.pinyin, 1) || 'x|' || p.account
  from (select id, surname.name || '小' || (nth % 97) as name, surname.pinyin || 'xiao' as pinyin
    from (select id, row_number() over (order by id) as nth from people where name like '同事%') numbered
      cross join lateral (select case when nth > 4200 then 11 else width_bucket(sqrt(nth * 7919 % 1000), 0, 32, 10) end) s (pick)
      join unnest(array['王','李','张','刘','陈','杨','黄','赵','吴','周','仇'],
        array['wang','li','zhang','liu','chen','yang','huang','zhao','wu','zhou','qiu']) with ordinality
        as surname (name, pinyin, ordinal) on surname.ordinal = s.pick) n
  where p.id = n.id`;
const seatAll = `
  insert into members (conversation_id, principal_id, present, role, way, joined_seq, joined_at, nickname)
  select $1, id, nth % 50 <> 0, case when nth % 400 = 3 then 'administrator' else 'member' end, 'picked', 2 + nth / 3, now(),
    case when nth % 90 = 1 then '周末' end
  from (select id, row_number() over (order by id) as nth from people where name not in ('林晓', '郑同')) numbered`;

test("Whom a search finds in a large group is whom reading everybody finds, page by page, whatever is typed.", async () => {
  for (const nicknames of [true, false]) {
    await world.call("groups.setOptions", lin, { groupId, options: { realNames: !nicknames } });
    for (const query of [
      "王",
      "周",
      "仇",
      "末",
      "小",
      "x",
      "w",
      "Z",
      "1",
      "q",
      "%",
      "无",
      "王小",
      "zx",
      "小9",
      "qiu",
    ]) {
      const read = await world.pool.query<{ id: string }>(readAll, [groupId, query, nicknames]);
      const expected = read.rows.map(({ id }) => id);
      await compare(query, expected);
    }
  }
});

const readAll = `
  select p.id from people p join members m on m.principal_id = p.id
  where m.conversation_id = $1 and m.present and (strpos(p.search_text, lower($2)) > 0 and (strpos(lower(p.name), lower($2)) > 0
    or strpos(p.pinyin, lower($2)) > 0 or strpos(p.initials, lower($2)) > 0) or ($3 and strpos(m.nickname, $2) > 0))
  order by case m.role when 'owner' then 0 when 'administrator' then 1 else 2 end, m.joined_seq, p.id`;

/** The first two pages: their people, whether more follow, and how many there are. */
async function compare(query: string, expected: readonly string[]): Promise<void> {
  const limit = expected.length > 400 ? 150 : 40;
  let cursor: string | undefined;
  for (let from = 0; from === 0 || (cursor && from < 2 * limit); from += limit) {
    const page = await world.call("groups.members", lin, { groupId, query, limit, ...(cursor ? { cursor } : {}) });
    expect(
      page.members.map(({ person }) => person.id),
      `${query} from ${from}`,
    ).toEqual(expected.slice(from, from + limit));
    expect(page.nextCursor === null, query).toBe(from + limit >= expected.length);
    if (page.totalIsLeast) expect(page.total, query).toBeLessThanOrEqual(expected.length - from);
    else expect(page.total, query).toBe(expected.length);
    cursor = page.nextCursor ?? undefined;
  }
}

test("What many bear is not counted to the end, and what few bear is.", async () => {
  const find = (query: string) => world.call("groups.members", lin, { groupId, query, limit: 50 });
  expect(await find("小")).toMatchObject({ total: 51, totalIsLeast: true });
  expect(await find("小1")).toMatchObject({ totalIsLeast: false });
  expect(await find("无")).toMatchObject({ total: 0, totalIsLeast: false });
});
