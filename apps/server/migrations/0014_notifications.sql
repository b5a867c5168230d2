-- breaks: no
-- A muted conversation still tells of mentions, unless this is set too.
alter table members add column notify_nothing boolean not null default false;

-- How somebody wants to be notified; absent: as usual.
create table notification_settings (
  person_id uuid primary key references people (id),
  settings jsonb not null
);

-- The installation's own key pair for Web Push (VAPID); the private one is sealed with the installation's secret.
create table push_keys (
  one boolean primary key default true check (one),
  public_key bytea not null,
  sealed_private_key bytea not null
);

-- A browser that takes pushes for a session; it goes with the session.
create table push_subscriptions (
  endpoint text primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  person_id uuid not null references people (id),
  p256dh bytea not null,
  auth bytea not null,
  created_at timestamptz not null
);
create index push_subscriptions_person on push_subscriptions (person_id);
create index push_subscriptions_session on push_subscriptions (session_id);

-- Pushes to be sent; each once per subscription, entry and kind, however often the after-work is done.
create table push_deliveries (
  endpoint text not null references push_subscriptions (endpoint) on delete cascade,
  conversation_id uuid not null,
  seq bigint not null,
  kind text not null,
  -- Null: sent. Kept for a while, so that a repeated after-work does not send again.
  due_at timestamptz,
  urgent boolean not null default false,
  tries integer not null default 0,
  made_at timestamptz not null,
  primary key (endpoint, conversation_id, seq, kind)
);
create index push_deliveries_due on push_deliveries (due_at) where due_at is not null;
create index push_deliveries_age on push_deliveries (made_at);
