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
  -- Lower-case name, pinyin in every reading, initials and account joined by '|': one column to look in. The mobile is
  -- not in it, because a policy may hide it from the seeker.
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
  applied_by uuid references people (id),
  created_at timestamptz not null,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  encoding text,
  -- Keys of the columns the file has: the others leave a person's fields as they are.
  columns text[] not null default '{}',
  row_count integer not null default 0,
  counts jsonb not null default '{}',
  error_count integer not null default 0,
  failure jsonb,
  missing_leave boolean not null default false,
  directory_version bigint
);
-- The file in pieces, so that nobody has to hold it as a whole. Deleted when the import ends.
create table import_files (
  import_id uuid not null references imports (id) on delete cascade,
  ordinal integer not null,
  bytes bytea not null,
  primary key (import_id, ordinal)
);
-- Parsed rows of the file. Deleted when the import ends.
create table import_rows (
  import_id uuid not null references imports (id) on delete cascade,
  line integer not null,
  -- The id the person gets if the row creates one.
  new_id uuid not null,
  -- The person who has this account already.
  person_id uuid,
  account text,
  name text,
  pinyin text,
  initials text,
  search_text text,
  mobile text,
  email text,
  department_paths text[],
  leaders boolean[],
  position text,
  gender text,
  employee_no text,
  status text,
  primary key (import_id, line)
);
-- Departments the file names, and those above them. Without department_id: to be created.
create table import_departments (
  import_id uuid not null references imports (id) on delete cascade,
  path text not null,
  parent_path text,
  name text not null,
  depth integer not null,
  ordinal integer not null,
  new_id uuid not null,
  department_id uuid,
  pinyin text not null,
  initials text not null,
  primary key (import_id, path)
);
create table import_errors (
  id bigint generated always as identity,
  import_id uuid not null references imports (id) on delete cascade,
  line integer not null,
  column_title text,
  fault text not null,
  value text not null,
  primary key (import_id, line, id)
);
-- What applying would do, in the order of the file; leavers, who are not in it, by account.
create table import_changes (
  import_id uuid not null references imports (id) on delete cascade,
  action text not null check (action in ('create', 'change', 'move', 'leave')),
  ordinal integer not null,
  line integer,
  person_id uuid not null,
  name text not null,
  account text not null,
  changes jsonb not null,
  primary key (import_id, action, ordinal)
);
