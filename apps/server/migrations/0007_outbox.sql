-- breaks: no
-- After-work of the log: one row per batch of stored entries and consumer, written with the entries and deleted when done.
create table outbox (
  id bigint generated always as identity primary key,
  consumer text not null,
  -- Pairs: what was stored. The same conversation may stand here often.
  conversation_ids uuid[] not null,
  seqs bigint[] not null,
  tries integer not null default 0,
  -- Null: at once.
  retry_at timestamptz,
  -- A row that failed too often waits here for a person; it holds a single entry.
  parked_at timestamptz,
  last_error text
);
create index outbox_open on outbox (consumer, id) where parked_at is null;
