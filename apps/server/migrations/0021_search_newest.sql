-- breaks: no
-- What is rare, or limited to one conversation or author, is looked up in the buckets of the active generation one after
-- the other, the newest first, as one statement with a plan that is made once a connection. PostgreSQL appends partitions
-- in the order of their bounds, so the order has to be written down; it is written anew whenever there is a new bucket.
-- (search_rare stays for processes of the version before.)
create function search_remake_newest() returns void language plpgsql as $remake$
declare looks text;
begin
  select string_agg(format('select s.n, s.conversation_id, s.seq, s.author_id, s.at, s.type, s.has_file, s.text, s.file_names
      from search_messages_%s s where s.tokens @@ wanted and s.n + 0 < below', b.first_n), ' union all '
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
