-- breaks: no
-- 折叠: kept in one row of the list.
alter table members add column folded boolean not null default false;

-- A person's own labels of conversations, in the order they gave them.
create table labels (
  id uuid primary key,
  person_id uuid not null,
  name text not null,
  position integer not null,
  unique (person_id, name)
);
create table conversation_labels (
  conversation_id uuid not null,
  person_id uuid not null,
  label_id uuid not null references labels (id) on delete cascade,
  primary key (conversation_id, person_id, label_id)
);
create index conversation_labels_label on conversation_labels (label_id);

-- Points at messages; what they say is read, and authorised, anew each time.
create table favourites (
  conversation_id uuid not null,
  person_id uuid not null,
  seq bigint not null,
  id uuid not null,
  added_at timestamptz not null,
  primary key (conversation_id, person_id, seq)
);
-- Time-ordered ids: the newest first.
create index favourites_newest on favourites (person_id, id);

create table reminders (
  conversation_id uuid not null,
  person_id uuid not null,
  seq bigint not null,
  id uuid not null unique,
  remind_at timestamptz not null,
  note text not null,
  -- When its person was told; it stays until dismissed.
  told_at timestamptz,
  primary key (conversation_id, person_id, seq)
);
create index reminders_due on reminders (remind_at) where told_at is null;
create index reminders_of_person on reminders (person_id, remind_at);

-- Messages to be sent later. The id is the client id of the message, so that it is sent once at most.
create table scheduled_messages (
  id uuid primary key,
  author_id uuid not null,
  conversation_id uuid not null,
  draft jsonb not null,
  send_at timestamptz not null,
  tries integer not null default 0,
  -- Why it could not be sent; it stays for its author to decide.
  failure jsonb
);
create index scheduled_due on scheduled_messages (send_at) where failure is null;
create index scheduled_of_author on scheduled_messages (author_id, send_at);

-- What was forwarded as one record: a snapshot that never changes, read through the message that carries it.
create table merged_records (
  id uuid primary key,
  items jsonb not null,
  -- Records within it, counted downwards.
  depth integer not null,
  -- Every file in it or in a record within it: what the message lets one read.
  file_ids uuid[] not null,
  created_at timestamptz not null
);

-- Pages that were looked at for somebody, by the address asked for.
create table link_previews (
  id uuid primary key,
  url text not null,
  title text not null,
  summary text not null,
  source text not null,
  image jsonb,
  fetched_at timestamptz not null
);
create index link_previews_url on link_previews (md5(url), fetched_at);
create index link_previews_age on link_previews (fetched_at);
