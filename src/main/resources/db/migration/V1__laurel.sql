-- The rows of one user are only ever changed while that user's row in learner is locked. Tables that every submission
-- writes to carry no foreign keys: the lock already orders their writers, and a check per row would cost a third of
-- the throughput of a batch.

create table learner (
  id         text        not null primary key check (length(id) between 1 and 128),
  username   text        not null,
  created_at timestamptz not null default now()
);

create table course_class (
  id         text        not null primary key check (length(id) between 1 and 128),
  name       text        not null,
  time_zone  text        not null,
  created_at timestamptz not null default now()
);

create table membership (
  class_id   text        not null references course_class (id) on delete cascade,
  user_id    text        not null references learner (id) on delete cascade,
  role       text        not null check (role in ('student', 'instructor')),
  created_at timestamptz not null default now(),
  primary key (class_id, user_id)
);
create index membership_of_user on membership (user_id);

-- Every graded result ever received, one row a revision; "current" is the revision that counts.
create table submission (
  source         text             not null,
  submission_id  text             not null,
  revision       integer          not null,
  user_id        text             not null,
  class_id       text,
  kind           text             not null check (kind in ('practice', 'assignment')),
  problem_id     text             not null,
  problem_title  text             not null,
  problem_points integer          not null,
  score          double precision not null,
  max_score      double precision not null,
  attempt_number integer          not null,
  graded_at      timestamptz      not null,
  local_day      date             not null,
  time_zone      text             not null,
  received_at    timestamptz      not null,
  points         integer          not null,
  completed      boolean          not null,
  perfect        boolean          not null,
  current        boolean          not null,
  outcome        text             not null check (outcome in ('accepted', 'superseded')),
  points_earned  integer          not null,
  total_points   bigint           not null,
  achievements   text[]           not null,
  primary key (source, submission_id, revision)
);
create index submission_of_problem on submission (user_id, problem_id) where current;
create index submission_of_day on submission (user_id, local_day) where current and completed;

-- The ledger: the best result of a user for a problem, among all submissions (scope '') and among those of a class.
create table problem_score (
  user_id       text    not null,
  scope         text    not null,
  problem_id    text    not null,
  points        integer not null,
  completed     boolean not null,
  perfect       boolean not null,
  first_attempt boolean not null,
  primary key (user_id, scope, problem_id)
);

-- One row a board and user. "version" grows by one with every change, so that the versions of a board add up to a
-- number that grows with every change of the board.
create table standing (
  board                text        not null,
  user_id              text        not null,
  points               bigint      not null,
  completed_problems   integer     not null,
  perfect_scores       integer     not null,
  first_attempt_solves integer     not null,
  reached_at           timestamptz not null,
  updated_at           timestamptz not null,
  listed               boolean     not null,
  version              bigint      not null,
  primary key (board, user_id)
);
create index standing_in_order on standing (board, points desc, reached_at, user_id collate "C") where listed;
create index standing_of_user on standing (user_id);

create table active_day (
  user_id text not null,
  day     date not null,
  primary key (user_id, day)
);

create table streak (
  user_id   text    not null primary key,
  current   integer not null,
  last_day  date    not null,
  time_zone text    not null
);

create table achievement (
  id          text    not null primary key check (length(id) between 1 and 64),
  name        text    not null,
  description text    not null,
  badge_type  text    not null,
  rarity      text    not null check (rarity in ('common', 'uncommon', 'rare', 'epic', 'legendary')),
  points      integer not null check (points >= 0),
  criterion   text    not null check (criterion in
                ('completions', 'points', 'streak', 'perfect_scores', 'first_attempt_solves')),
  threshold   bigint  not null check (threshold > 0),
  active      boolean not null default true
);

create table earned_achievement (
  user_id        text        not null,
  achievement_id text        not null references achievement (id),
  points         integer     not null,
  earned_at      timestamptz not null,
  primary key (user_id, achievement_id)
);

-- The end of each user's log. first_seq is the oldest row still kept.
create table notification_head (
  user_id    text   not null primary key,
  last_seq   bigint not null,
  first_seq  bigint not null default 1,
  read_up_to bigint not null default 0
);

create table notification (
  user_id         text        not null,
  seq             bigint      not null,
  frame           text        not null,
  sent_at         timestamptz not null,
  idempotency_key text,
  primary key (user_id, seq)
);
create unique index notification_by_key on notification (user_id, idempotency_key) where idempotency_key is not null;
