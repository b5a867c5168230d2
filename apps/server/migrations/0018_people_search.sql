-- breaks: no
-- Pairs of neighbouring characters of a text, and of a bar at both ends: what holds a text of two characters or more has
-- all its pairs, and what holds one character has a pair that begins with it. So part of a name, a reading, an account or
-- a number is looked up, and not looked for in everybody (ADR 0027).
-- A loop takes a third of what a query inside of the function would: it is called for every row that is written.
create function grams(whole text) returns tsvector language plpgsql immutable strict parallel safe cost 1000 as $$
declare
  padded constant text := '|' || whole || '|';
  pairs text[] := array[]::text[];
begin
  for place in 1 .. length(padded) - 1 loop
    pairs := pairs || substr(padded, place, 2);
  end loop;
  return array_to_tsvector(pairs);
end $$;

-- A pending list is looked through by each search, so it stays short.
create index people_grams on people using gin (grams(search_text)) with (gin_pending_list_limit = 256);
create index people_mobile_grams on people using gin (grams(mobile)) with (gin_pending_list_limit = 256);
create index departments_grams on departments
  using gin (grams(lower(name) || '|' || pinyin || '|' || initials || '|' || lower(name_path)))
  with (gin_pending_list_limit = 256);
-- Names given within a group are few, and read as they are.
create index members_nicknamed on members (conversation_id) where present and nickname is not null;
analyze people, departments;
