-- Boards for a while, beside the total ones: of everybody (class_id null) or of a class, for all problems
-- (problem_ids null) or for some. What counted is in frozen_standing once a season is closed.
create table season (
  id             text        not null primary key,
  class_id       text,
  name           text        not null,
  problem_ids    text[],
  starts_at      timestamptz not null,
  ends_at        timestamptz,
  weekly         boolean     not null,
  closed_at      timestamptz,
  closed_version bigint      not null default 0
);
create index season_open on season (ends_at) where closed_at is null;
create index season_of_class on season (class_id, starts_at);
