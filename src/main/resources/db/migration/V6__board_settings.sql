-- How boards are shown to students. A board without a row has the defaults, and no pseudonyms.
create table board_setting (
  board          text        not null primary key,
  names          text        not null default 'everyone' check (names in ('everyone', 'top', 'anonymous')),
  top            integer     not null default 10 check (top >= 0),
  pseudonym_key  text        not null,
  freeze_at      timestamptz,
  frozen         boolean     not null default false,
  frozen_version bigint      not null default 0,
  revision       bigint      not null default 0
);
create index board_setting_to_freeze on board_setting (freeze_at) where not frozen;

-- Who does not want to be seen by other students on a board.
create table hidden_user (
  board   text not null,
  user_id text not null,
  primary key (board, user_id)
);

-- What students see of a frozen board. Positions count from 0.
create table frozen_standing (
  board              text        not null,
  position           integer     not null,
  user_id            text        not null,
  points             bigint      not null,
  rank               integer     not null,
  completed_problems integer     not null,
  updated_at         timestamptz not null,
  primary key (board, position)
);
create unique index frozen_standing_of_user on frozen_standing (board, user_id);
