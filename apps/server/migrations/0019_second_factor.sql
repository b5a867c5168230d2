-- breaks: no
-- Second factors (TOTP, RFC 6238). A version from before lets people in without them.
create table second_factors (
  person_id uuid primary key references people (id),
  -- Sealed with a key derived from the installation's secret.
  sealed_secret bytea not null,
  -- Null while it is being set up: it is not asked for yet.
  confirmed_at timestamptz,
  -- The latest step of thirty seconds whose code was taken: no code is taken twice.
  last_step bigint not null default 0
);

-- Recovery codes that have not been used. Each begins with its number, so that only one hash is to be tried.
create table recovery_codes (
  person_id uuid not null references people (id),
  number integer not null,
  -- argon2id in PHC form.
  code_hash text not null,
  primary key (person_id, number)
);
