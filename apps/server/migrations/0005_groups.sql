-- breaks: no
create table groups (
  id uuid primary key references conversations (id),
  type text not null check (type in ('normal', 'all_staff', 'customer')),
  state text not null default 'active' check (state in ('active', 'dissolved')),
  name text not null,
  description text not null default '',
  announcement jsonb,
  owner_id uuid,
  member_count integer not null default 0,
  external_count integer not null default 0,
  options jsonb not null,
  follows_departments boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  dissolved_at timestamptz,
  dissolved_by uuid,
  -- Days messages are kept; null is for ever.
  retention_days integer
) with (fillfactor = 80);
create unique index groups_one_all_staff on groups (type) where type = 'all_staff' and state = 'active';
create index groups_of_owner on groups (owner_id) where state = 'active';

create table group_departments (
  group_id uuid not null references groups (id),
  department_id uuid not null,
  below boolean not null,
  primary key (group_id, department_id)
);
create index group_departments_department on group_departments (department_id);

-- People left out of a selection although their department was ticked: following never puts them in.
create table group_exceptions (
  group_id uuid not null references groups (id),
  person_id uuid not null references people (id),
  primary key (group_id, person_id)
);

create table invites (
  id uuid primary key,
  group_id uuid not null references groups (id),
  kind text not null check (kind in ('link', 'qr')),
  token text not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  uses integer not null default 0,
  max_uses integer,
  revoked_at timestamptz
);
create index invites_group on invites (group_id, created_at);

create table join_requests (
  id uuid primary key,
  group_id uuid not null references groups (id),
  person_id uuid not null,
  way text not null,
  invite_id uuid,
  invited_by uuid,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  approved boolean
);
create unique index join_requests_waiting on join_requests (group_id, person_id) where decided_at is null;
