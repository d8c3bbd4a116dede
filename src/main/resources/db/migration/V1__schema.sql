-- The tables of Laurel, room by room. All points are whole numbers of hundredths.
--
-- All rows of a user are changed under a lock on the user's row in learner. Tables that every submission writes have no
-- foreign keys: the lock already orders their writers, and one check per row would cost a third of a batch's throughput.

-- installation: what all nodes share -------------------------------------------------------------------------------

-- One row. The secret authenticates what the nodes write to Redis, and keys the hashes of erased users: 244 random bits.
create table installation (
  id     boolean not null primary key default true check (id),
  secret bytea   not null
);
insert into installation (secret) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- course: users, classes and who belongs to them ---------------------------------------------------------------------

-- Everybody Laurel has heard of, from a roster, a submission or a token. Its row is the user's lock. The name is the id
-- until somebody names the user; "named_at" is when that was said, of a result when it was graded.
create table learner (
  id         text        not null primary key check (length(id) between 1 and 128),
  username   text        not null,
  named_by   text        check (named_by in ('roster', 'grader', 'token')),
  named_at   timestamptz,
  created_at timestamptz not null default now()
);

-- A class. In its time zone the days of its calendar begin. An archived one takes no results any more. "authority" says
-- whose numbers count, "authority_before" what did for those who are still in authority_change; null without such.
create table course_class (
  id          text        not null primary key check (length(id) between 1 and 128),
  name        text        not null,
  time_zone   text        not null,
  created_at  timestamptz not null default now(),
  archived_at timestamptz,
  authority        text not null default 'owner' check (authority in ('owner', 'delivery', 'shadow')),
  authority_before text check (authority_before in ('owner', 'delivery', 'shadow'))
);

-- The members of each class, with the names, and the subgroup, that its roster has for them (its boards show display_name, if there is one). An instructor who has put a roster of the class, and is on it, is "confirmed": whoever may
-- put rosters can make anybody an instructor, which must have no effect beyond the class.
-- "team" is the member's, by the roster, or with a "team_at" by the result graded then.
create table membership (
  class_id   text        not null references course_class (id) on delete cascade,
  user_id    text        not null references learner (id) on delete cascade,
  role       text        not null check (role in ('student', 'test_student', 'instructor', 'assistant', 'observer')),
  username   text,
  display_name text,
  confirmed  boolean     not null default false,
  section    text        check (section not like '%/%'),
  team       text,
  team_at    timestamptz,
  created_at timestamptz not null default now(),
  primary key (class_id, user_id)
);
create index membership_of_user on membership (user_id);

-- The names of the teams of a class: by its roster, or with a "named_at" by the result graded then.
create table team (
  class_id text        not null references course_class (id) on delete cascade,
  id       text        not null,
  name     text        not null,
  named_at timestamptz,
  primary key (class_id, id)
);

-- Users whom a roster of the class left out: their results do not enrol them again, only another roster does.
create table dropped_member (
  class_id   text        not null references course_class (id) on delete cascade,
  user_id    text        not null references learner (id) on delete cascade,
  dropped_at timestamptz not null default now(),
  primary key (class_id, user_id)
);
create index dropped_member_of_user on dropped_member (user_id);

-- rules: how classes count ----------------------------------------------------------------------------------------------

-- The versions of each class's rules, as JSON; the newest holds.
create table class_rule (
  class_id   text        not null references course_class (id) on delete cascade,
  version    integer     not null,
  rules      text        not null,
  changed_at timestamptz not null,
  primary key (class_id, version)
);

-- submission: graded results as they came in -------------------------------------------------------------------------

-- One row per revision of a graded result, of an adjustment by hand, whose ids begin with a tab, or of numbers from
-- elsewhere, whose ids begin with two ("balance" has those besides the points: exercises completed, days of the streak, its
-- last day or -, days of the longest streak; they do not expire); of a team's result one for each user, who is its "member", which is empty in the results of single users. "current" marks the
-- revision that counts, or is "kept" since another back end's numbers do in its class, "held" one that counts once it is released, "withdrawn" the last of a result that was withdrawn, or
-- of a member who is in no later revision.
-- "given_points" are those that the grader says it earns, whatever the score; null if the score decides, as a part of
-- "problem_points", which may else be null. "points" are the ones that the revision comes to by itself.
-- "submitted_at" decides days, seasons and ties; "graded_at" is for latency alone. The columns from "outcome" on are
-- the answer the grader got, which a repetition gets again. "labels" has a line for each tag, #tag, and for each metric,
-- name=number; null without any.
create table submission (
  source         text             not null,
  submission_id  text             not null,
  revision       integer          not null,
  member         text             not null default '',
  user_id        text             not null,
  class_id       text,
  kind           text             not null check (kind in ('practice', 'assignment', 'adjustment', 'balance', 'standing')),
  problem_id     text             not null,
  problem_title  text             not null,
  problem_points integer,
  score          double precision not null,
  max_score      double precision not null,
  given_points   integer,
  attempt_number integer          not null,
  submitted_at   timestamptz      not null,
  graded_at      timestamptz      not null,
  time_zone      text             not null,
  received_at    timestamptz      not null,
  points         integer          not null,
  completed      boolean          not null,
  perfect        boolean          not null,
  labels         text,
  current        boolean          not null,
  outcome        text             not null check (outcome in ('accepted', 'kept', 'held', 'superseded')),
  points_earned  integer          not null,
  total_points   bigint           not null,
  achievements   text[]           not null,
  held           boolean          not null default false,
  withdrawn      boolean          not null default false,
  balance        text,
  kept           boolean          not null default false,
  primary key (source, submission_id, revision, member),
  check (member in ('', user_id))
);
create index submission_of_problem on submission (user_id, problem_id, source) where current or held or withdrawn;
create index submission_held on submission (class_id, problem_id) where held;
create index submission_balance on submission (user_id) where current and balance is not null;
create index submission_of_day on submission (user_id, submitted_at) where current and completed;

-- Submissions whose rows have expired, so that a repetition is still recognised: a hash of source and submission id, and
-- the newest revision received. Of a team's result there is another for each member whose rows have expired, also of the
-- member's id.
create table expired_submission (
  digest     bytea       not null primary key,
  revision   integer     not null,
  expired_at timestamptz not null
);

-- How many attempts of a user at a problem have expired, so that the next one is not counted as the first.
create table expired_attempt (
  user_id    text    not null,
  source     text    not null,
  problem_id text    not null,
  attempts   integer not null,
  primary key (user_id, problem_id, source)
);

-- points: the best result of each user for each problem --------------------------------------------------------------

-- One row per user, problem and scope; of a balance, which is a problem of its own, "completions" may be any number. A
-- problem belongs to the source whose grader named it: the same id from another
-- source is another problem. The scope is '' for all submissions, else those of a class or a season. The "expired" columns
-- hold what expired submissions achieved: those of a class by its rules, in the scope '' those outside classes. A regrade of
-- another submission never falls below them, or where attempts are added up, it is added to them. "reached_at" is the
-- time of the earliest result with the points.
create table problem_score (
  user_id               text    not null,
  scope                 text    not null,
  source                text    not null,
  problem_id            text    not null,
  points                integer not null,
  completions           integer not null,
  perfect               boolean not null,
  first_attempt         boolean not null,
  reached_at            timestamptz,
  expired_points        integer not null default 0,
  expired_completions   integer not null default 0,
  expired_perfect       boolean not null default false,
  expired_first_attempt boolean not null default false,
  expired_reached_at    timestamptz,
  primary key (user_id, problem_id, source, scope) -- a submission reads all scopes of one problem
);

-- What is left of counting results anew after the rules of a class have changed: its users after "after_user", and the
-- exercises with these sources and ids, or all (null).
create table recount (
  id          bigint not null generated always as identity primary key,
  class_id    text   not null,
  sources     text[],
  problem_ids text[],
  after_user  text   not null
);

-- authority: whose numbers count in a class --------------------------------------------------------------------------

-- Users of a class whose authority is being changed, for whom still holds what did before.
create table authority_change (
  class_id text not null,
  user_id  text not null,
  primary key (class_id, user_id)
);
create index authority_change_of_user on authority_change (user_id);

-- What the other back end of a class has reported of a user; null is what it has not. "as_of" is by its clock. Without a
-- "received_at" it was taken over from the boards when the authority changed.
create table reported_standing (
  class_id     text        not null,
  user_id      text        not null,
  points       integer     not null,
  completions  integer,
  streak       integer,
  last_day     date,
  longest      integer,
  achievements text[],
  rank         integer,
  as_of        timestamptz,
  received_at  timestamptz,
  primary key (class_id, user_id)
);
create index reported_standing_of_user on reported_standing (user_id);

-- What a user would have if Laurel's numbers counted in the class; computed again when it is "stale". A node has been at it
-- since "computing_since".
create table shadow_standing (
  class_id     text        not null,
  user_id      text        not null,
  points       bigint      not null default 0,
  completions  integer     not null default 0,
  streak       integer     not null default 0,
  last_day     date,
  longest      integer     not null default 0,
  achievements text[]      not null default '{}',
  computed_at  timestamptz,
  stale        boolean     not null default true,
  computing_since timestamptz,
  primary key (class_id, user_id)
);
create index shadow_standing_of_user on shadow_standing (user_id);
create index shadow_standing_stale on shadow_standing (class_id, user_id) where stale;

-- calendar: the days of classes ------------------------------------------------------------------------------------

-- On which days of the week a class is taught, and on which days it is not: texts such as 2026-12-21/2027-01-03, the last
-- day included. A class without a row is taught on all days.
create table class_calendar (
  class_id      text   not null primary key,
  teaching_days text[] not null,
  holidays      text[] not null
);

-- Days for which a student of a class is excused. They stay when the student leaves, who may return.
create table excuse (
  class_id  text not null,
  user_id   text not null,
  first_day date not null,
  last_day  date not null,
  primary key (user_id, class_id, first_day)
);

-- ledger: why users have their points ---------------------------------------------------------------------------------

-- Every change of points on the global board (class_id null) and on boards of classes, with what caused it. The changes of
-- a board add up to its points. Entries outlive the results that they name. "submitted_at" is when what changed the points
-- was handed in, or earned; null for rules and authority.
create table ledger_entry (
  id             bigint      not null generated always as identity primary key,
  user_id        text        not null,
  class_id       text,
  at             timestamptz not null,
  submitted_at   timestamptz,
  cause          text        not null check (cause in
                   ('result', 'regrade', 'withdrawal', 'release', 'adjustment', 'balance', 'authority', 'achievement', 'rules')),
  source         text,
  submission_id  text,
  revision       integer,
  achievement_id text,
  title          text        not null,
  rules_version  integer,
  change         bigint      not null,
  total          bigint      not null
);
create index ledger_entry_of_user on ledger_entry (user_id, id);

-- appeal: what students ask about entries of the ledger ------------------------------------------------------------------

-- A question about an entry, and the answer of an instructor of the entry's class. Kept as long as the entry: until the
-- user is erased. Who answered is in the audit log. The correction is the result or adjustment that an answer names.
create table appeal (
  id                bigint      not null generated always as identity primary key,
  user_id           text        not null,
  class_id          text        not null,
  entry_id          bigint      not null,
  text              text        not null,
  state             text        not null check (state in ('open', 'accepted', 'declined', 'withdrawn')),
  made_at           timestamptz not null,
  answer            text        check ((answer is null) = (state in ('open', 'withdrawn'))),
  answered_at       timestamptz,
  correction_source text,
  correction_id     text
);
create index appeal_of_user on appeal (user_id, id);
create index appeal_of_class on appeal (class_id, state, id);
create unique index appeal_open on appeal (entry_id) where state = 'open';

-- streak: days with a completed problem ------------------------------------------------------------------------------

-- When users completed what has expired, in quarters of an hour: days of all time zones begin with one.
create table expired_work (
  user_id   text        not null,
  starts_at timestamptz not null,
  primary key (user_id, starts_at)
);

-- The run of days that ends on last_day, by the calendar of each of a user's classes, or with an empty class_id by that of
-- users of no class. Users need not work until safe_until; the run ends at lapses_at unless they do before. The lapse of one
-- that is "lapsed" has been announced. "recount" marks what is to be counted anew in the background, since a calendar, an
-- excuse or a membership was changed.
create table streak (
  user_id    text        not null,
  class_id   text        not null,
  time_zone  text        not null,
  current    integer     not null,
  last_day   date        not null,
  safe_until timestamptz not null,
  lapses_at  timestamptz not null,
  lapsed     boolean     not null,
  recount    boolean     not null default false,
  primary key (user_id, class_id)
);
create index streak_of_class on streak (class_id);
create index streak_to_recount on streak (user_id) where recount;
create index streak_to_lapse on streak (lapses_at) where not lapsed;

-- achievement: definitions and awards --------------------------------------------------------------------------------

-- What can be earned, by students of a class or by everybody. An inactive achievement is earned by nobody new and kept by
-- those who have it. "criteria" and "texts" are JSON. What is new or changed is counted over what is there already:
-- "count_after" is the last user counted, '' at the beginning and null at the end, and "announce" says whether users are
-- notified; "revision" rises when counting begins anew. "share" is the part of the users who could have it that does.
create table achievement (
  id          text    not null primary key check (length(id) between 1 and 64),
  name        text    not null,
  description text    not null,
  badge_type  text    not null,
  rarity      text    not null check (rarity in ('common', 'uncommon', 'rare', 'epic', 'legendary')),
  points      integer not null check (points >= 0),
  criteria    text    not null,
  active      boolean not null default true,
  class_id    text,
  picture     text,
  texts       text,
  revision    integer not null default 0,
  count_after text,
  announce    boolean not null default false,
  share       double precision
);
create index achievement_of_class on achievement (class_id) where class_id is not null;
create index achievement_to_count on achievement (id) where count_after is not null;

-- Who earned what, and the points it brought then. What was revoked stays, so that it is not earned again. "reason" is why
-- it was granted or revoked by hand. "reported_by" is the class whose other back end has awarded it.
create table earned_achievement (
  user_id        text        not null,
  achievement_id text        not null references achievement (id),
  points         integer     not null,
  earned_at      timestamptz not null,
  reported_by    text,
  reason         text,
  revoked_at     timestamptz,
  primary key (user_id, achievement_id)
);

-- Levels of points, in hundredths: of all points, with an empty class_id, or of those in a class.
create table level (
  class_id text   not null,
  points   bigint not null check (points >= 0),
  name     text   not null,
  primary key (class_id, points)
);

-- leaderboard: standings ---------------------------------------------------------------------------------------------

-- One row per board and user; the source of truth behind the sorted sets in Redis. Every change adds one to "version",
-- so that the sum over a board grows with every change of the board. Staff and test students are not "listed". "reached_at" decides ties:
-- the latest reached_at of the problem_scores behind the points, or bonus_at, when points of achievements were last added.
-- "updated_at" is when the row was last written, shortly before the commit.
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
  bonus_at             timestamptz,
  primary key (board, user_id)
);
create index standing_in_order on standing (board, points desc, reached_at, user_id collate "C") where listed;
create index standing_of_user on standing (user_id);
-- Finds what changed within the last seconds, to compare it with Redis. It costs each change one entry at the right end of
-- a B-tree, and no HOT update: a change of points is in standing_in_order as well. A BRIN index would cost less and find
-- nothing: rows at rest and in motion share their pages, so that soon every range of pages reaches up to the present.
create index standing_by_change on standing (updated_at);

-- What a board keeps of erased users, without the users: how many there were, the sum of their versions, so that the
-- board's version never falls, and the highest of them, so that a user who comes back starts above it. "erased_at" is when
-- the last of them was erased: an index in Redis that counts fewer shortly afterwards still has the user.
create table board_erasure (
  board          text        not null primary key,
  erasures       bigint      not null,
  version        bigint      not null,
  newest_version bigint      not null,
  erased_at      timestamptz not null
);
create index board_erasure_by_time on board_erasure (erased_at);

-- leaderboard: seasons -----------------------------------------------------------------------------------------------

-- Boards for a limited time, of everybody (class_id null) or a class, for all problems (problem_ids null) or some.
-- A closed season's board is read from its standings until these have been copied into frozen_standing, and deleted: then
-- it has a final_version. "week_begins" is the local time of day at which weeks begin, which some days do not have. A
-- "deleted" season is seen by nobody, and its row goes with the last of its standings. While results that are there
-- already are being counted for a season, "counted_to" is the last user done, empty at first; "recount" says that a final
-- board is to be made again from them.
create table season (
  id            text        not null primary key,
  class_id      text,
  name          text        not null,
  problem_ids   text[],
  starts_at     timestamptz not null,
  ends_at       timestamptz,
  weekly        boolean     not null,
  closed_at     timestamptz,
  week_begins   time,
  deleted       boolean     not null default false,
  final_version bigint,
  counted_to    text,
  recount       boolean     not null default false
);
create index season_not_final on season (closed_at) where final_version is null or recount or deleted;
create index season_to_count on season (starts_at) where counted_to is not null;
create index season_open on season (class_id) where closed_at is null;
create index season_of_class on season (class_id, starts_at);

-- leaderboard: visibility --------------------------------------------------------------------------------------------

-- How a board is shown to students. A board without a row shows all names and is never frozen. The key makes the
-- board's pseudonyms.
create table board_setting (
  board          text        not null primary key,
  names          text        not null default 'everyone' check (names in ('everyone', 'top', 'anonymous')),
  top            integer     not null default 10 check (top >= 0),
  show           text        not null default 'ranks' check (show in ('ranks', 'distribution')),
  opt_in         boolean     not null default false,
  team_score     text        not null default 'mean' check (team_score in ('mean', 'sum')),
  smallest_group integer     not null default 1 check (smallest_group >= 1),
  pseudonym_key  text        not null,
  freeze_at      timestamptz,
  frozen         boolean     not null default false,
  frozen_version bigint      not null default 0,
  revision       bigint      not null default 0
);
create index board_setting_to_freeze on board_setting (freeze_at) where not frozen;

-- The global board always needs a key: students who are hidden in a class have pseudonyms there too.
insert into board_setting (board, pseudonym_key)
values ('global', encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64'));

-- Users who are hidden from the other students of a board: because they asked for it, with an empty left_class, or on the
-- global board also because they left this class while it hid them.
create table hidden_user (
  board      text not null,
  user_id    text not null,
  left_class text not null default '',
  primary key (board, user_id, left_class)
);
create index hidden_user_of_user on hidden_user (user_id);

-- Users who asked to be seen by the other students of a board, which on one with "opt_in" nobody else is.
create table opted_in_user (
  board   text not null,
  user_id text not null,
  primary key (board, user_id)
);
create index opted_in_user_of_user on opted_in_user (user_id);

-- Snapshots: a frozen board as students see it, or the final board of a closed season. Positions count from 0. Who is
-- "hidden" when a board becomes final stays so; on a frozen board nobody is, since what hides names changes it at once.
create table frozen_standing (
  board              text        not null,
  position           integer     not null,
  user_id            text        not null,
  points             bigint      not null,
  rank               integer     not null,
  completed_problems integer     not null,
  updated_at         timestamptz not null,
  hidden             boolean     not null default false,
  primary key (board, position)
);
create unique index frozen_standing_of_user on frozen_standing (user_id, board);

-- notification: the log of each user ---------------------------------------------------------------------------------

-- Where a user's log begins and ends, and how far it was read. last_sent_at is the sent_at of the last entry, which stays
-- known when the entry is pruned. No kept entry is older than oldest_at. "hundreds" counts
-- full hundreds of kept entries: pruning finds long logs by it, and appending changes it only once in a hundred entries,
-- which keeps the updates of a head within their page.
create table notification_head (
  user_id      text        not null primary key,
  last_seq     bigint      not null,
  last_sent_at timestamptz,
  first_seq    bigint      not null default 1,
  read_up_to   bigint      not null default 0,
  oldest_at    timestamptz not null default now(),
  hundreds     bigint      not null generated always as ((last_seq - first_seq + 1) / 100) stored
);
create index notification_head_by_age on notification_head (oldest_at);
create index notification_head_by_length on notification_head (hundreds) where hundreds > 0;

-- The events themselves, as the JSON that is sent.
create table notification (
  user_id         text        not null,
  seq             bigint      not null,
  frame           text        not null,
  sent_at         timestamptz not null,
  idempotency_key text,
  primary key (user_id, seq)
);
create unique index notification_by_key on notification (user_id, idempotency_key) where idempotency_key is not null;

-- security: revoked tokens -------------------------------------------------------------------------------------------

-- Tokens that are refused before they expire: the one with this id, or, with an empty token_id, all that were issued to
-- the user until revoked_at.
create table revocation (
  user_id    text        not null check (length(user_id) between 1 and 128),
  token_id   text        not null check (length(token_id) <= 128),
  revoked_at timestamptz not null,
  primary key (user_id, token_id)
);
create index revocation_by_time on revocation (revoked_at);

-- key: keys of machines ----------------------------------------------------------------------------------------------

-- A key of a machine, a grader say. Of its secret there are the beginning, by which people recognise it, and SHA-256 in
-- hexadecimal. The secret before the last rotation is valid until "previous_until". Nodes have all keys in memory, and
-- read those that were changed lately; the times of use, written once a minute, are no such change.
create table api_key (
  id                   text        not null primary key,
  name                 text        not null,
  roles                text[]      not null,
  class_ids            text[]      not null,
  routes               text[]      not null,
  prefix               text        not null,
  secret_hash          text        not null unique,
  previous_prefix      text,
  previous_secret_hash text        unique,
  previous_until       timestamptz,
  previous_used_at     timestamptz,
  created_at           timestamptz not null,
  expires_at           timestamptz not null,
  revoked_at           timestamptz,
  used_at              timestamptz,
  changed_at           timestamptz not null
);
create index api_key_by_change on api_key (changed_at);

-- imports: what other back ends had ------------------------------------------------------------------------------------

-- An import: all requests with its id. It is open while one is read, and stays so if that is cut off. "counts" and "errors"
-- are the newest request's answer, as JSON.
create table import_run (
  id         text        not null primary key check (length(id) between 1 and 128),
  state      text        not null check (state in ('open', 'done', 'undoing', 'undone')),
  started_at timestamptz not null,
  changed_at timestamptz not null,
  counts     text        not null,
  errors     text        not null
);

-- What an import has made, so that an item sent again is recognised, and all of it can be undone. The name is what
-- identifies it among those of its type; "content" is a hash of the item, null for what came along with one: members and
-- users of a class, of a result. "made" says whether the user or class was new.
create table import_item (
  import_id text    not null,
  type      text    not null,
  name      text    not null,
  user_id   text,
  line      bigint  not null,
  content   bytea,
  made      boolean not null,
  primary key (import_id, type, name)
);
create index import_item_of_user on import_item (user_id, import_id);

-- audit: who changed what --------------------------------------------------------------------------------------------

-- Changes that others depend on. The trigger below refuses updates and deletions, unless the transaction has announced
-- one by setting laurel.audit: pruning deletes old entries, and erasure replaces the user's id by a hash.
create table audit (
  id             bigint      not null generated always as identity primary key,
  at             timestamptz not null,
  actor_user_id  text,
  action         text        not null,
  target         text,
  target_user_id text,
  detail         text,
  address        text
);
create index audit_by_time on audit (at);
create index audit_by_actor on audit (actor_user_id);
create index audit_by_target_user on audit (target_user_id);

create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('laurel.audit', true), '') <> tg_op then
    raise exception 'the audit log is only added to';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create trigger audit_only_grows before update or delete on audit
  for each row execute function audit_only_grows();
create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function audit_only_grows();
