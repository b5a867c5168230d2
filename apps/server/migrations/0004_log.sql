-- breaks: no
-- One append-only log per conversation. The conversation id leads every key, so that conversations can be spread later.
create table conversations (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group')),
  last_seq bigint not null default 0,
  -- Messages so far: unread is a difference of ordinals.
  last_ordinal bigint not null default 0,
  last_at timestamptz not null,
  -- Raised by every change of who may read or write: an append made under an older one is refused and judged again.
  access_version bigint not null default 0
) with (fillfactor = 50);

create table entries (
  conversation_id uuid not null,
  seq bigint not null,
  id uuid not null,
  ordinal bigint not null,
  author_id uuid,
  client_id uuid,
  kind text not null,
  body jsonb not null,
  created_at timestamptz not null,
  primary key (conversation_id, seq)
);
create unique index entries_retry on entries (conversation_id, author_id, client_id) where client_id is not null;

-- Who was called by name, so that 有人@我 is one index read; the nil id stands for everybody.
create table mentions (
  conversation_id uuid not null,
  principal_id uuid not null,
  seq bigint not null,
  primary key (conversation_id, principal_id, seq)
);

-- Who is or was in a conversation, what they may see, and how they keep it.
create table members (
  conversation_id uuid not null,
  principal_id uuid not null,
  present boolean not null,
  role text not null check (role in ('owner', 'administrator', 'member', 'external')),
  way text not null,
  -- Put in by a person (or link): following departments never takes them out.
  by_hand boolean not null default false,
  -- Taken out by hand: following departments never puts them back in.
  kept_out boolean not null default false,
  -- Seqs that may be read: one range a stay, so leaving and coming back leaves a hole.
  visible int8multirange not null default '{}',
  joined_seq bigint not null,
  joined_at timestamptz not null,
  nickname text,
  muted_until timestamptz,
  read_seq bigint not null default 0,
  read_ordinal bigint not null default 0,
  notify_muted boolean not null default false,
  pinned_at timestamptz,
  marked_unread boolean not null default false,
  hidden_at_seq bigint,
  primary key (conversation_id, principal_id)
) with (fillfactor = 80);
create index members_of_person on members (principal_id) where present;
create index members_roles on members (conversation_id, role) where present and role in ('owner', 'administrator');

-- The one direct conversation of two people; low is the smaller id.
create table direct_pairs (
  low uuid not null,
  high uuid not null,
  conversation_id uuid not null unique,
  primary key (low, high)
);
