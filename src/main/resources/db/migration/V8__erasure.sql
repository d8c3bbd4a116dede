-- What is left of the standings of users who were erased, without the users: how many there were, the sum of their last
-- versions, so that the version of a board never falls, and what their versions never exceeded, so that nobody who comes
-- back is taken for who was there before.
create table board_erasure (
  board          text   not null primary key,
  erasures       bigint not null,
  version        bigint not null,
  newest_version bigint not null
);

-- Submissions whose results are not kept any more, and which are known if they are sent again: a hash of what a grader
-- calls them, and the newest revision.
create table settled_submission (
  digest     bytea       not null primary key,
  revision   integer     not null,
  settled_at timestamptz not null
);
