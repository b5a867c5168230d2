-- breaks: no
-- What people have written and not sent, the same on all their devices.
create table drafts (
  principal_id uuid not null,
  conversation_id uuid not null,
  -- Empty: sent or thrown away. The row stays a while, so that an older edit that comes late does not bring it back.
  text text not null,
  mentions jsonb not null default '[]',
  reply_to_seq bigint,
  changed_at timestamptz not null,
  primary key (principal_id, conversation_id)
);
create index drafts_empty on drafts (changed_at) where text = '';
