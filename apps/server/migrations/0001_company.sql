-- breaks: no
-- The one company of this installation, and what every domain stands on.
create table company (
  only_one boolean primary key default true check (only_one),
  name text not null,
  time_zone text not null,
  locale text not null,
  policy jsonb not null,
  created_at timestamptz not null
);

-- One-time code of the first run; only its hash is kept. Deleted once used.
create table setup_code (
  only_one boolean primary key default true check (only_one),
  code_hash bytea not null,
  created_at timestamptz not null
);

-- Loading of the demo company: at most one row.
create table demo_load (
  only_one boolean primary key default true check (only_one),
  state text not null check (state in ('loading', 'loaded', 'failed')),
  -- Who asked for it, and in whose name it goes on after a failure.
  administrator_id uuid not null,
  done integer not null default 0,
  total integer not null default 0,
  people jsonb not null default '[]'
);

-- Answers of creating calls by the caller's request key, so that a retry repeats the answer and not the act.
create table request_keys (
  actor_id uuid not null,
  key uuid not null,
  call text not null,
  answer jsonb,
  created_at timestamptz not null,
  primary key (actor_id, key)
);
create index request_keys_age on request_keys (created_at);
