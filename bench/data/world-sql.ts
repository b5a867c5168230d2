/** Numbers of the groups that were made through the product: the one of 2,000, all staff, and the model. */
const made = "(0, 4, 8)";

export const benchTables = `
  create unlogged table bench_groups (number int primary key, c uuid, viewer boolean, last_seq bigint default 1,
    last_ordinal bigint default 0, shown_seq bigint default 1, last_at timestamptz, speakers uuid[]);
  create unlogged table bench_seats (number int, c uuid, person uuid, rank int);
  create index on bench_seats (number, rank)`;

/** $1 groups; $2 to $4 are there already. */
export const numberGroups = `
  insert into bench_groups (number, c, viewer)
  select n, case n when 0 then $2::uuid when 4 then $3::uuid when 8 then $4::uuid else gen_random_uuid() end, n % 4 = 0
  from generate_series(0, $1::int - 1) n`;

/** Accounts of the viewer ($1) and of somebody in one group of a hundred ($2), and $3 others in each group. */
export const seatPeople = `
  insert into bench_seats
  with crowd as (
    select id, row_number() over (order by id) - 1 as at from people
    where kind = 'employee' and status = 'active' and account not in ($1, $2)
  ), crowded as (select g.number, g.c, j, (g.number::bigint * 31 + j * 97) % (select count(*) from crowd) as at
    from bench_groups g cross join generate_series(0, $3::int - 1) j where g.number not in ${made})
  select number, c, id, j + 1 from crowded join crowd using (at)
  union all
  select g.number, g.c, p.id, 0 from bench_groups g
    join people p on (p.account = $1 and g.viewer) or (p.account = $2 and g.number % 100 = 50)
  where g.number not in ${made}`;

/** Rows of the model ($1) again, with what differs: whatever columns the tables have. */
export const copies = [
  `insert into conversations select r.* from conversations t cross join bench_groups g
     cross join lateral jsonb_populate_record(t, jsonb_build_object('id', g.c)) r
   where t.id = $1 and g.number not in ${made}`,
  `insert into groups select r.* from groups t cross join bench_groups g
     cross join lateral (select count(*) as members, (array_agg(person order by rank))[1] as owner
       from bench_seats s where s.number = g.number) s
     cross join lateral jsonb_populate_record(t, jsonb_build_object('id', g.c, 'name', '小组 ' || g.number,
       'owner_id', s.owner, 'created_by', s.owner, 'member_count', s.members)) r
   where t.id = $1 and g.number not in ${made}`,
  `insert into entries (conversation_id, seq, id, ordinal, author_id, kind, body, created_at)
   select g.c, e.seq, gen_random_uuid(), e.ordinal, s.people[1], e.kind, e.body || jsonb_build_object(
     'name', '小组 ' || g.number, 'members', s.people[1:20], 'count', cardinality(s.people)), e.created_at
   from entries e cross join bench_groups g
     cross join lateral (select array_agg(person order by rank) as people from bench_seats s where s.number = g.number) s
   where e.conversation_id = $1 and g.number not in ${made}`,
  `insert into members select r.* from bench_seats s
     cross join lateral (select * from members where conversation_id = $1 and role = 'member' limit 1) t
     cross join lateral jsonb_populate_record(null::members, to_jsonb(t) || jsonb_build_object(
       'conversation_id', s.c, 'principal_id', s.person,
       'role', case when s.rank = (select min(rank) from bench_seats o where o.number = s.number) then 'owner'
         else 'member' end)) r`,
];

/** Up to twenty of each group speak, the viewer ($1) among them. */
export const nameSpeakers = `
  update bench_groups g set speakers = array(select m.principal_id from members m
    where m.conversation_id = g.c and m.present
    order by m.principal_id = (select id from people where account = $1) desc, m.principal_id limit 20)`;

/** The talk of the year came after the groups were made. */
export const backdate = `update entries set created_at = $1::timestamptz - interval '366 days' where seq = 1`;

export const saveCounters = `
  update conversations c set last_seq = g.last_seq, last_ordinal = g.last_ordinal, shown_seq = g.shown_seq,
    last_at = coalesce(g.last_at, c.last_at - interval '366 days')
  from bench_groups g where g.c = c.id`;

/** Everybody has read all, but in the group of 2,000 (number 0), where they stand within the last hundred entries. */
export const readAll = `
  update members m set read_seq = e.seq, read_ordinal = e.ordinal from bench_groups g, entries e
  where m.conversation_id = g.c and e.conversation_id = g.c and e.seq = case g.number
    when 0 then greatest(1, g.last_seq - abs(hashtext(m.principal_id::text)) % 100) else g.last_seq end`;

/** The viewer ($1) was last here at $2. */
export const wasAway = `
  update members m set read_seq = e.seq, read_ordinal = e.ordinal
  from bench_groups g cross join lateral (select seq, ordinal from entries
    where conversation_id = g.c and created_at < $2::timestamptz order by seq desc limit 1) e
  where m.conversation_id = g.c and m.principal_id = (select id from people where account = $1)`;

/** What the log promises, counted; every number is 0 where it holds. */
export const breaches = `
  select (select count(*) from conversations c left join (select conversation_id, count(*) as entries, max(seq) as seq,
      max(ordinal) as ordinal, max(seq) filter (where target is null) as shown from entries group by 1) e
      on e.conversation_id = c.id
    where (c.last_seq, c.last_seq, c.last_ordinal, c.shown_seq)
      is distinct from (e.entries, e.seq, e.ordinal, e.shown)) as counters,
    (select count(*) from groups g where g.member_count <> (select count(*) from members m
      where m.conversation_id = g.id and m.present)) as members,
    (select count(*) from entries where kind = 'message') - (select count(*) from search_messages) as unindexed,
    (select count(*) from members m join conversations c on c.id = m.conversation_id
      where m.read_seq > c.last_seq or m.read_ordinal > c.last_ordinal) as marks`;
