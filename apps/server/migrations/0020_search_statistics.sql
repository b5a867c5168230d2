-- breaks: no
-- Planning a look into a bucket of the search index cost more than the look: most of it was unpacking statistics of a
-- thousand tokens and a hundred texts, for each bucket. A hundred tokens tell common words from rare ones; of texts
-- nothing is asked that a guess would not answer as well. Buckets made from now on are born with it.
do $$
declare bucket record;
begin
  for bucket in select format('search_messages_%s', first_n) as name from search_buckets loop
    execute format('alter table %I alter tokens set statistics 10, alter conversation_id set statistics 10,
      alter author_id set statistics 10, alter text set statistics 0, alter file_names set statistics 0', bucket.name);
    -- Full ones are not counted again by themselves. 0.1 s a bucket.
    execute format('analyze %I (tokens, conversation_id, author_id, text, file_names)', bucket.name);
  end loop;
end $$;

-- The first rows with these tokens, whatever bucket they lie in. Planned once a connection and for any tokens, so that a
-- look into forty buckets costs a millisecond instead of ten; what is common is cut off at `most`.
create function search_rare(wanted tsquery, most integer)
returns table (n bigint, conversation_id uuid, seq bigint, author_id uuid, at timestamptz, type text, has_file boolean,
  text text, file_names text)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set max_parallel_workers_per_gather = 0 as $$
begin
  return query select s.n, s.conversation_id, s.seq, s.author_id, s.at, s.type, s.has_file, s.text, s.file_names
    from search_messages s where s.tokens @@ wanted limit most;
end $$;
