-- breaks: no
create table departments (
  id uuid primary key,
  parent_id uuid references departments (id),
  name text not null,
  -- Ids from the root to this department, itself included: "is below" is one array test.
  id_path uuid[] not null,
  -- Names from below the root, joined by '/': what imports write and people search. Empty for the root.
  name_path text not null,
  pinyin text not null,
  initials text not null,
  sort integer not null default 0,
  hidden boolean not null default false,
  created_at timestamptz not null,
  unique (parent_id, name)
);
create unique index departments_one_root on departments ((parent_id is null)) where parent_id is null;
create index departments_below on departments using gin (id_path);
create unique index departments_path on departments (name_path);

create table people (
  id uuid primary key,
  kind text not null check (kind in ('employee', 'external')),
  status text not null check (status in ('active', 'disabled', 'left')),
  name text not null,
  pinyin text not null,
  initials text not null,
  account text,
  mobile text,
  email text,
  gender text not null default 'unknown' check (gender in ('male', 'female', 'unknown')),
  position text,
  employee_no text,
  organisation text,
  avatar_url text,
  administrator boolean not null default false,
  -- Lower-case name, pinyin, initials, account, mobile joined by '|': one column to look in.
  search_text text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  left_at timestamptz,
  check (kind = 'external' or account is not null)
);
create unique index people_account on people (lower(account));
create unique index people_mobile on people (mobile) where status <> 'left';
create unique index people_email on people (lower(email)) where status <> 'left';
create index people_kind_status on people (kind, status);

create table placements (
  department_id uuid not null references departments (id),
  person_id uuid not null references people (id),
  leader boolean not null default false,
  -- 0 is the main department.
  rank integer not null default 0,
  primary key (department_id, person_id)
);
create index placements_person on placements (person_id);

-- Bumped in the transaction of every change of the directory: a dry run is stale when it differs.
create table directory_version (only_one boolean primary key default true check (only_one), version bigint not null);
insert into directory_version (version) values (0);

create table imports (
  id uuid primary key,
  file_name text not null,
  created_by uuid not null references people (id),
  created_at timestamptz not null,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  encoding text,
  row_count integer not null default 0,
  counts jsonb not null default '{}',
  error_count integer not null default 0,
  failure jsonb,
  missing_leave boolean,
  directory_version bigint
);
create table import_files (
  import_id uuid primary key references imports (id) on delete cascade,
  bytes bytea not null
);
-- Parsed rows of the file; planned ones carry what applying would do.
create table import_rows (
  import_id uuid not null references imports (id) on delete cascade,
  line integer not null,
  name text,
  account text,
  mobile text,
  email text,
  department_paths text[],
  leaders boolean[],
  position text,
  gender text,
  employee_no text,
  status text,
  -- Columns the file has: the others leave a person's fields as they are.
  person_id uuid,
  primary key (import_id, line)
);
create table import_errors (
  import_id uuid not null references imports (id) on delete cascade,
  ordinal integer not null,
  line integer not null,
  column_title text,
  fault text not null,
  value text not null,
  primary key (import_id, ordinal)
);
create table import_changes (
  import_id uuid not null references imports (id) on delete cascade,
  action text not null check (action in ('create', 'change', 'move', 'leave')),
  ordinal integer not null,
  line integer,
  person_id uuid,
  name text not null,
  account text not null,
  changes jsonb not null,
  primary key (import_id, action, ordinal)
);
