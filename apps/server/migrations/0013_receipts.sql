-- breaks: no
-- Who has confirmed a message that asks for it (回执).
create table confirmations (
  conversation_id uuid not null,
  seq bigint not null,
  principal_id uuid not null,
  at timestamptz not null,
  primary key (conversation_id, seq, principal_id)
);

-- Messages and announcements to be confirmed, and when those who have not are reminded next.
create table confirm_requests (
  conversation_id uuid not null,
  seq bigint not null,
  author_id uuid not null,
  asked_at timestamptz not null,
  -- 0: nobody is reminded.
  every_hours integer not null,
  -- Null: no further reminder.
  next_at timestamptz,
  nudged_at timestamptz,
  primary key (conversation_id, seq)
);
create index confirm_requests_due on confirm_requests (next_at) where next_at is not null;

-- What somebody asked of others on a day of the company: confirmations and 加急 are limited. The client's own key of the
-- message makes a retry no second one.
create table asks (
  principal_id uuid not null,
  day date not null,
  kind text not null check (kind in ('confirm', 'urgent')),
  client_id uuid not null,
  primary key (principal_id, day, kind, client_id)
);
