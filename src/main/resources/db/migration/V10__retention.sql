-- What the results that are not kept any more have brought, and what no regrade of others may take away.
alter table problem_score
  add column settled_points        integer not null default 0,
  add column settled_completed     boolean not null default false,
  add column settled_perfect       boolean not null default false,
  add column settled_first_attempt boolean not null default false;

alter table active_day
  add column settled boolean not null default false;
