-- What the board of a closed season was made from is deleted part by part; this tells where that is done.
set local lock_timeout = '5s';
alter table season
  add column cleared boolean not null default false;
