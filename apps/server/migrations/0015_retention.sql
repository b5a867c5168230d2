-- breaks: no
-- Everything up to this seq was removed by retention; the log goes on from the next one without a gap.
alter table conversations add column purged_seq bigint not null default 0;

-- groups.retention_days from here on: null follows the company's policy, 0 is for ever, else so many days.
-- Which records a message carries, so that one goes with the last message that shows it.
create index entries_record on entries ((body #>> '{content,recordId}'))
  where body #>> '{content,recordId}' is not null;
