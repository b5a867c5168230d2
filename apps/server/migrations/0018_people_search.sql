-- breaks: no
-- Pairs of neighbouring characters of a text, and of a bar at both ends: what holds a text of two characters or more has
-- all its pairs, and what holds one character has a pair that begins with it. So part of a name, a reading, an account or
-- a number is looked up, and not looked for in everybody (ADR 0027).
create function grams(whole text) returns tsvector language sql immutable strict parallel safe cost 1000 as $$
  select array_to_tsvector(array(
    select substr('|' || whole || '|', place, 2) from generate_series(1, length(whole) + 1) as places (place)))
$$;

-- A pending list is looked through by each search, so it stays short.
create index people_grams on people using gin (grams(search_text)) with (gin_pending_list_limit = 256);
create index people_mobile_grams on people using gin (grams(mobile)) with (gin_pending_list_limit = 256);
create index departments_grams on departments
  using gin (grams(lower(name) || '|' || pinyin || '|' || initials || '|' || lower(name_path)))
  with (gin_pending_list_limit = 256);
-- Names given within a group are few, and read as they are.
create index members_nicknamed on members (conversation_id) where present and nickname is not null;
analyze people, departments;
