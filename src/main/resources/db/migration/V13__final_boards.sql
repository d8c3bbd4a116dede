-- The final board of a season is copied part by part. Until that is done "cleared" keeps nodes that know nothing of it
-- from deleting what it is copied from. And of seasons closed by earlier versions some scores are left.
set local lock_timeout = '5s';
alter table season
  add column copying     boolean not null default false,
  add column scores_left boolean not null default false;
update season set scores_left = true where closed_at is not null;
