-- breaks: no
-- Of each bucket the newest hits come first (the bound of `most` reaches into each sort), so what `search_newest` answers are
-- exactly the newest, and nobody has to look into the last of the buckets again.
create or replace function search_remake_newest() returns void language plpgsql as $remake$
declare looks text;
begin
  select string_agg(format('(select s.n, s.conversation_id, s.seq, s.author_id, s.at, s.type, s.has_file, s.text, s.file_names
      from search_messages_%s s where s.tokens @@ wanted and s.n + 0 < below order by s.n + 0 desc)', b.first_n), ' union all '
      order by b.first_n desc)
    into looks from search_buckets b join search_generations g on g.active
      and b.first_n >= g.generation::bigint << 40 and b.first_n < (g.generation::bigint + 1) << 40;
  execute format($newest$
    create or replace function search_newest(wanted tsquery, below bigint, most integer)
    returns table (n bigint, conversation_id uuid, seq bigint, author_id uuid, at timestamptz, type text, has_file boolean,
      text text, file_names text)
    language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off
      set max_parallel_workers_per_gather = 0 as $body$
    begin %s; end $body$ $newest$,
    case when looks is null then 'return' else 'return query ' || looks || ' limit most' end);
end $remake$;

select search_remake_newest();

-- Full buckets [first_n, end_n) that are being copied into one larger, of which it has everything below next_n.
create table search_merges (
  first_n bigint primary key,
  end_n bigint not null,
  next_n bigint not null
);

-- What changes in a bucket that is being copied changes in the copy, if it is there already. All of them hold the lock of the
-- index, so nothing is copied in between.
create function search_follow() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    execute format('delete from %I where n = $1', tg_argv[0]) using old.n;
  else
    execute format('update %I set type = $2, has_file = $3, text = $4, file_names = $5, tokens = $6 where n = $1', tg_argv[0])
      using new.n, new.type, new.has_file, new.text, new.file_names, new.tokens;
  end if;
  return null;
end $$;
