-- breaks: no
-- Everybody in or below each department, in the order of its list: a page of a company of 100,000 is read from its
-- place in an index and counted by a number, not sorted and counted out of all of them. Triggers keep both, so servers
-- from before go on meanwhile.
lock table people, placements, departments in share row exclusive mode;

-- Without foreign keys: rows come and go with the placements alone, in the same statement.
create table people_below (
  person_id uuid not null,
  department_id uuid not null,
  -- Sort key of the list: leaders of this very department first, then by pinyin, then by id.
  follower boolean not null,
  pinyin text not null,
  status text not null,
  -- In this very department, and not only below it.
  direct boolean not null
);

-- How many there are in people_below.
create table department_heads (
  department_id uuid not null references departments (id) on delete cascade,
  status text not null,
  people integer not null,
  direct_people integer not null,
  primary key (department_id, status)
);

alter table people_below add primary key (person_id, department_id);
create index people_below_in_order on people_below (department_id, status, follower, pinyin, person_id);
create index people_below_direct on people_below (department_id, status, follower, pinyin, person_id) where direct;

-- People without departments in their order; it does all that people_kind_status did.
create index people_in_order on people (kind, status, pinyin, id);
drop index people_kind_status;

-- A session keeps the plans of its functions, and a plan made for one person must not be used for thousands: here it is
-- made anew, below no statement joins two of the sets that it is called with.
create function settle_people_below(ids uuid[]) returns void language plpgsql
  set plan_cache_mode = force_custom_plan as $$
begin
  delete from people_below b using unnest(ids) as touched (id) where b.person_id = touched.id;
  insert into people_below (person_id, department_id, follower, pinyin, status, direct)
  select pl.person_id, up.id, not bool_or(pl.leader and pl.department_id = up.id), p.pinyin, p.status,
    bool_or(pl.department_id = up.id)
  from unnest(ids) as touched (id) join placements pl on pl.person_id = touched.id
    join people p on p.id = pl.person_id join departments d on d.id = pl.department_id
    cross join lateral unnest(d.id_path) as up (id)
  group by pl.person_id, up.id, p.pinyin, p.status;
end $$;

create function placements_changed() returns trigger language plpgsql as $$
begin
  perform settle_people_below(array(select distinct person_id from touched));
  return null;
end $$;
create trigger placements_inserted after insert on placements
  referencing new table as touched for each statement execute function placements_changed();
create trigger placements_deleted after delete on placements
  referencing old table as touched for each statement execute function placements_changed();
create trigger placements_updated_from after update on placements
  referencing old table as touched for each statement execute function placements_changed();
create trigger placements_updated_to after update on placements
  referencing new table as touched for each statement execute function placements_changed();

create function departments_changed() returns trigger language plpgsql as $$
begin
  perform settle_people_below(array(
    select distinct pl.person_id
    from (select id, id_path from after except select id, id_path from before) moved
      join placements pl on pl.department_id = moved.id));
  return null;
end $$;
create trigger departments_moved after update on departments
  referencing old table as before new table as after for each statement execute function departments_changed();

create function people_changed() returns trigger language plpgsql as $$
begin
  update people_below b set pinyin = a.pinyin, status = a.status from after a
  where b.person_id = a.id and (b.pinyin, b.status) is distinct from (a.pinyin, a.status);
  return null;
end $$;
create trigger people_renamed after update on people referencing new table as after for each statement execute function people_changed();

create function count_people_below() returns trigger language plpgsql as $$
declare
  sign constant integer := tg_argv[0];
begin
  insert into department_heads as h (department_id, status, people, direct_people)
  select department_id, status, sign * count(*), sign * count(*) filter (where direct)
  from changed group by department_id, status
  on conflict (department_id, status) do update
    set people = h.people + excluded.people, direct_people = h.direct_people + excluded.direct_people;
  return null;
end $$;
create trigger people_below_inserted after insert on people_below
  referencing new table as changed for each statement execute function count_people_below('1');
create trigger people_below_deleted after delete on people_below
  referencing old table as changed for each statement execute function count_people_below('-1');
create trigger people_below_updated_from after update on people_below
  referencing old table as changed for each statement execute function count_people_below('-1');
create trigger people_below_updated_to after update on people_below
  referencing new table as changed for each statement execute function count_people_below('1');

select settle_people_below(array(select distinct person_id from placements));
analyze people_below, department_heads;
