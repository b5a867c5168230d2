-- breaks: no
-- The index of messages: normalised text and its tokens, in the order in which they were indexed. `n` grows; a bucket of
-- it is a partition, made by the indexer, so that "newest first" reads the newest bucket and mostly stops there.
create table search_messages (
  n bigint not null,
  conversation_id uuid not null,
  seq bigint not null,
  author_id uuid not null,
  at timestamptz not null,
  type text not null,
  has_file boolean not null,
  text text not null,
  -- Only where the message carries files.
  file_names text,
  tokens tsvector not null
) partition by range (n);

-- One partition each: [first_n, end_n). The times are those of its rows, or wider.
create table search_buckets (
  first_n bigint primary key,
  end_n bigint not null,
  from_at timestamptz,
  to_at timestamptz
);

-- A generation is one whole index: the active one answers, another may be being built meanwhile. Both are kept up to
-- date: what is new goes above `live_n`, what the building fills in from the past below, from `past_n` up.
create table search_generations (
  generation integer primary key,
  active boolean not null,
  past_n bigint not null,
  live_n bigint not null,
  -- How far the building has come in the order of time.
  position_at timestamptz,
  position_conversation_id uuid,
  position_seq bigint,
  started_at timestamptz not null
);
create unique index search_generations_active on search_generations (active) where active;

-- Where messages are already, the worker builds the first one from them.
insert into search_generations (generation, active, past_n, live_n, started_at)
select 1, true, 1::bigint << 40, (1::bigint << 40) + (1::bigint << 39), now()
where not exists (select 1 from entries);
