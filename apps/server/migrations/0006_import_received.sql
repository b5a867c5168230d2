-- breaks: no
-- When the whole file had come; an import without it that is old was given up by whoever sent it.
alter table imports add column received_at timestamptz;
