-- Tokens that are refused although they have not expired: one by its id, or, where token_id is empty, all of the user's
-- that were issued until revoked_at.
create table revocation (
  user_id    text        not null check (length(user_id) between 1 and 128),
  token_id   text        not null check (length(token_id) <= 128),
  revoked_at timestamptz not null,
  primary key (user_id, token_id)
);
create index revocation_by_time on revocation (revoked_at);
