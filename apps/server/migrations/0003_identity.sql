-- breaks: no
create table credentials (
  person_id uuid primary key references people (id),
  -- argon2id in PHC form.
  password_hash text not null,
  change_required boolean not null default false,
  changed_at timestamptz not null
);

-- Wrong passwords in a row, by person or, for logins nobody has, by the login's hash: both lock alike, so that a lock
-- does not tell which accounts exist.
create table sign_in_failures (
  subject text primary key,
  failures integer not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index sign_in_failures_age on sign_in_failures (last_at);

create table sessions (
  id uuid primary key,
  person_id uuid not null references people (id),
  -- SHA-256 of the token; the token itself is never stored.
  token_hash bytea not null unique,
  device_name text not null,
  device_kind text not null check (device_kind in ('web', 'phone', 'desktop', 'api')),
  address text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_person on sessions (person_id) where ended_at is null;
