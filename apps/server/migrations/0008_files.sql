-- breaks: no
-- Bytes by their SHA-256, each kept once. `place` says where, so that an installation can move from one to the other.
create table blobs (
  hash bytea primary key,
  size bigint not null,
  place text not null check (place in ('folder', 's3')),
  -- Whoever is about to store or use the bytes says so here first; a sweep leaves them alone for a day.
  touched_at timestamptz not null
);

-- An upload and the file it became; the id is the upload's.
create table files (
  id uuid primary key,
  owner_id uuid not null,
  purpose text not null check (purpose in ('message', 'avatar')),
  name text not null,
  -- As announced while uploading, then of the original as it is kept.
  size bigint not null,
  state text not null check (state in ('uploading', 'processing', 'ready', 'refused')),
  -- The error code that says why it was refused.
  refusal text,
  media_type text,
  kind text check (kind in ('image', 'video', 'audio', 'file')),
  preview text,
  width integer,
  height integer,
  blur text,
  duration_ms integer,
  waveform smallint[],
  created_at timestamptz not null,
  -- Last time somebody worked on it or was about to send it: unused files go a day later.
  touched_at timestamptz not null
);
create index files_unfinished on files (owner_id) where state in ('uploading', 'processing');
create index files_touched on files (touched_at);

-- What can be read of a file.
create table file_variants (
  file_id uuid not null references files (id) on delete cascade,
  variant text not null check (variant in ('original', 'display', 'thumb', 'poster')),
  hash bytea not null references blobs (hash),
  media_type text not null,
  primary key (file_id, variant)
);
create index file_variants_hash on file_variants (hash);

-- Messages that carry a file; written together with their entries. Without a reference to files, because a row that
-- cannot be written would take the other messages of its batch with it: a file that is being sent is touched instead.
create table file_uses (
  conversation_id uuid not null,
  seq bigint not null,
  file_id uuid not null,
  primary key (conversation_id, seq, file_id)
);
create index file_uses_file on file_uses (file_id);
