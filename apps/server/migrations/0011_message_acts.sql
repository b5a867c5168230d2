-- breaks: no
-- What becomes of messages. Rows keep their content when recalled; readers get a placeholder.
alter table entries
  add column recalled_at timestamptz,
  add column recalled_by uuid,
  add column edited_at timestamptz,
  add column edits integer not null default 0,
  -- Seq of the newest entry that changed this one (an act on it, a reply in its thread). Null: nothing to look up.
  add column changed_seq bigint,
  -- Seq of the message that an act is on. Acts are no rows of a timeline.
  add column target bigint generated always as ((body ->> 'target')::bigint) stored,
  -- Seq of the message that began the thread this one belongs to.
  add column thread bigint generated always as ((body ->> 'thread')::bigint) stored,
  -- Seq of the message that this one quotes.
  add column quotes bigint generated always as ((body -> 'replyTo' ->> 'seq')::bigint) stored;
create index entries_thread on entries (conversation_id, thread, seq) where thread is not null;
create index entries_quotes on entries (conversation_id, quotes) where quotes is not null;

-- Seq of the newest entry that is not an act: what lists show, and what brings a hidden conversation back.
alter table conversations add column shown_seq bigint not null default 0;
update conversations set shown_seq = last_seq;

-- What an edited message said before; version 1 is the original.
create table entry_versions (
  conversation_id uuid not null,
  seq bigint not null,
  version integer not null,
  body jsonb not null,
  at timestamptz not null,
  primary key (conversation_id, seq, version)
);

-- Deleted for oneself. `at_seq`: the conversation's last seq then, so that a device that was away can ask what it missed.
create table hidden_entries (
  conversation_id uuid not null,
  principal_id uuid not null,
  seq bigint not null,
  at_seq bigint not null,
  primary key (conversation_id, principal_id, seq)
);

-- `since`: seq of the act that brought this emoji to the message, by which they are shown in order.
create table reactions (
  conversation_id uuid not null,
  seq bigint not null,
  emoji text not null,
  principal_id uuid not null,
  since bigint not null,
  at timestamptz not null,
  primary key (conversation_id, seq, emoji, principal_id)
);

create table pins (
  conversation_id uuid not null,
  seq bigint not null,
  by uuid not null,
  at timestamptz not null,
  primary key (conversation_id, seq)
);

create table poll_votes (
  conversation_id uuid not null,
  seq bigint not null,
  principal_id uuid not null,
  options integer[] not null,
  at timestamptz not null,
  primary key (conversation_id, seq, principal_id)
);

-- Polls that were closed by hand; one with a time closes by the clock.
create table poll_closings (
  conversation_id uuid not null,
  seq bigint not null,
  by uuid not null,
  at timestamptz not null,
  primary key (conversation_id, seq)
);

-- `since`: seq of the act that added the line; a line that is changed keeps its place.
create table chain_lines (
  conversation_id uuid not null,
  seq bigint not null,
  principal_id uuid not null,
  text text not null,
  since bigint not null,
  at timestamptz not null,
  primary key (conversation_id, seq, principal_id)
);
-- A recalled or edited message takes back whom it called.
create index mentions_of_entry on mentions (conversation_id, seq);
