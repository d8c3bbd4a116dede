// Generated from src/main/resources/asyncapi.json by `npm run generate`. Not to be edited.

/**
 * The place of an event in its user's log: 1, 2, 3 …, without gaps.
 */
export type Seq = number;
/**
 * A moment, RFC 3339, UTC.
 */
export type Instant = string;
/**
 * How hard an achievement is to come by, from common to legendary.
 */
export type Rarity = "common" | "uncommon" | "rare" | "epic" | "legendary";
export type LeaderboardType = "global" | "class";
/**
 * Null where everybody is on the board.
 */
export type ClassId = string | null;
/**
 * The season whose board it is; left out for the global board and that of a class.
 */
export type SeasonId = string;
/**
 * The section of the class whose board it is; left out for other boards.
 */
export type SectionId = string;
/**
 * An event of the user's log.
 */
export type PersonalFrame =
  | AchievementEarned
  | PointsUpdate
  | PracticeCompleted
  | AssignmentSubmitted
  | StreakUpdate
  | AchievementRevoked
  | LevelUp
  | AppealMade
  | AppealAnswered
  | RankChangeEvent
  | Announcement;
/**
 * What the server says on /ws/game/.
 */
export type GameFrame =
  | AchievementEarned
  | PointsUpdate
  | PracticeCompleted
  | AssignmentSubmitted
  | StreakUpdate
  | AchievementRevoked
  | LevelUp
  | AppealMade
  | AppealAnswered
  | RankChangeEvent
  | Announcement
  | Resumed
  | Unread
  | Echo
  | TokenExpiring
  | TokenRefreshed
  | ErrorFrame;
/**
 * What the server says on /ws/leaderboard/.
 */
export type LeaderboardFrame =
  | InitialGlobalLeaderboard
  | InitialUserRank
  | LeaderboardData
  | LeaderboardUpdate
  | UserRankData
  | RankChange
  | TokenRefreshed
  | ErrorFrame;
/**
 * What a client says on /ws/game/.
 */
export type GameRequest = RefreshToken | Ack | Probe;
/**
 * What a client says on /ws/leaderboard/.
 */
export type LeaderboardRequest = RefreshToken | RequestLeaderboard | RequestUserRank | Probe;

/**
 * All schemas of the document by name.
 */
export interface Protocol {
  Seq: Seq;
  Instant: Instant;
  Rarity: Rarity;
  Achievement: Achievement;
  Translation: Translation;
  Level: Level;
  AchievementEarned: AchievementEarned;
  PointsUpdate: PointsUpdate;
  PracticeCompleted: PracticeCompleted;
  AssignmentSubmitted: AssignmentSubmitted;
  StreakUpdate: StreakUpdate;
  AchievementRevoked: AchievementRevoked;
  LevelUp: LevelUp;
  AppealMade: AppealMade;
  AppealAnswered: AppealAnswered;
  RankChangeEvent: RankChangeEvent;
  Announcement: Announcement;
  Resumed: Resumed;
  Unread: Unread;
  TokenExpiring: TokenExpiring;
  TokenRefreshed: TokenRefreshed;
  Echo: Echo;
  ErrorFrame: ErrorFrame;
  Player: Player;
  BoardEntry: BoardEntry;
  UserData: UserData;
  Pagination: Pagination;
  BoardPage: BoardPage;
  UserRank: UserRank;
  LeaderboardType: LeaderboardType;
  ClassId: ClassId;
  SeasonId: SeasonId;
  SectionId: SectionId;
  InitialGlobalLeaderboard: InitialGlobalLeaderboard;
  InitialUserRank: InitialUserRank;
  LeaderboardData: LeaderboardData;
  LeaderboardUpdate: LeaderboardUpdate;
  UserRankData: UserRankData;
  RankChange: RankChange;
  RefreshToken: RefreshToken;
  Ack: Ack;
  RequestLeaderboard: RequestLeaderboard;
  RequestUserRank: RequestUserRank;
  Probe: Probe;
  PersonalFrame: PersonalFrame;
  GameFrame: GameFrame;
  LeaderboardFrame: LeaderboardFrame;
  GameRequest: GameRequest;
  LeaderboardRequest: LeaderboardRequest;
}
/**
 * Something that a user has earned, once and for all unless it is revoked.
 */
export interface Achievement {
  id: string;
  name: string;
  description: string;
  /**
   * What clients choose a picture by.
   */
  badge_type: string;
  rarity: Rarity;
  earned_at: Instant;
  /**
   * An https address of a picture; without it, badge_type says which one to show.
   */
  picture?: string;
  /**
   * The name and the description in other languages, by language tag.
   */
  texts?: {
    [k: string]: Translation | undefined;
  };
}
/**
 * What an achievement is called in another language.
 */
export interface Translation {
  name: string;
  description: string;
}
/**
 * A level.
 */
export interface Level {
  name: string;
  /**
   * The least points that reach it.
   */
  points: number;
}
/**
 * The user earned an achievement. Its points follow as a points_update of their own.
 */
export interface AchievementEarned {
  type: "achievement_earned";
  achievement: Achievement;
  /**
   * The points that come with it.
   */
  points_earned: number;
  /**
   * Why it was granted by hand.
   */
  reason?: string;
  seq: Seq;
  sent_at: Instant;
}
/**
 * The user's points changed. Points have at most two decimals, in all frames.
 */
export interface PointsUpdate {
  type: "points_update";
  old_points: number;
  new_points: number;
  /**
   * The difference; negative when a regrade took points away.
   */
  points_earned: number;
  /**
   * practice, assignment, achievement, adjustment, withdrawal, rules (those of a class have changed), or what another back end calls it.
   */
  source: string;
  /**
   * Why somebody changed them by hand; left out otherwise.
   */
  reason?: string;
  /**
   * True if a result was graded again; left out otherwise.
   */
  regraded?: boolean;
  seq: Seq;
  sent_at: Instant;
}
/**
 * The user completed a practice question.
 */
export interface PracticeCompleted {
  type: "practice_completed";
  question_title: string;
  points_earned: number;
  attempt_number: number;
  /**
   * The score as a part of the full score, rounded to two decimals; above 100 with extra credit. Left out by other back ends that give none.
   */
  percent?: number;
  /**
   * True if a result was graded again; left out otherwise.
   */
  regraded?: boolean;
  seq: Seq;
  sent_at: Instant;
}
/**
 * An assignment of the user was graded.
 */
export interface AssignmentSubmitted {
  type: "assignment_submitted";
  assignment_title: string;
  points_earned: number;
  /**
   * The score as graded, rounded to two decimals. Left out by other back ends that give none.
   */
  score?: number;
  /**
   * The score as a part of the full score, rounded to two decimals; above 100 with extra credit. Left out by other back ends that give none.
   */
  percent?: number;
  /**
   * True if a result was graded again; left out otherwise.
   */
  regraded?: boolean;
  seq: Seq;
  sent_at: Instant;
}
/**
 * The user's streak grew, began again, lapsed, or was counted anew. A page that stays open knows from safe_until and lapses_at how it stands.
 */
export interface StreakUpdate {
  type: "streak_update";
  /**
   * Its length, in the unit of its type.
   */
  current_streak: number;
  /**
   * daily, or what another back end calls it.
   */
  streak_type: string;
  /**
   * How it stands when the frame is sent: the user has worked today or need not, it ends today unless the user works, or it has ended. A length of more than 0 with lapsed is that of days in the past, of a late result. Left out by back ends that do not say.
   */
  state?: "safe_today" | "at_risk" | "lapsed";
  /**
   * A moment, RFC 3339, UTC.
   */
  safe_until?: string;
  /**
   * A moment, RFC 3339, UTC.
   */
  lapses_at?: string;
  seq: Seq;
  sent_at: Instant;
}
/**
 * An achievement of the user was revoked by hand. Its points follow as a points_update of their own.
 */
export interface AchievementRevoked {
  type: "achievement_revoked";
  achievement: Achievement;
  /**
   * The points that it had brought.
   */
  points_lost: number;
  /**
   * Why.
   */
  reason: string;
  seq: Seq;
  sent_at: Instant;
}
/**
 * The user reached a level.
 */
export interface LevelUp {
  type: "level_up";
  level: Level;
  /**
   * The level after it; null at the highest.
   */
  next: Level | null;
  /**
   * The class whose points count; null for all points.
   */
  class_id: string | null;
  seq: Seq;
  sent_at: Instant;
}
/**
 * A student asks about points in a class that the user teaches: GET /api/classes/{class_id}/appeals says who, and what.
 */
export interface AppealMade {
  type: "appeal_made";
  /**
   * The id of the appeal.
   */
  appeal_id: number;
  /**
   * The class.
   */
  class_id: string;
  /**
   * Its name.
   */
  class_name: string;
  seq: Seq;
  sent_at: Instant;
}
/**
 * An appeal of the user was answered.
 */
export interface AppealAnswered {
  type: "appeal_answered";
  /**
   * The id of the appeal.
   */
  appeal_id: number;
  /**
   * The entry of the ledger that it is about.
   */
  entry_id: number;
  /**
   * The class of the entry.
   */
  class_id: string;
  /**
   * The problem of the entry, or the reason of an adjustment.
   */
  title: string;
  /**
   * Whether the instructor agrees. Corrected points come with frames of their own.
   */
  decision: "accepted" | "declined";
  /**
   * The answer.
   */
  text: string;
  seq: Seq;
  sent_at: Instant;
}
/**
 * Another back end says that the user's rank has changed. It is an event of the log; what Laurel itself knows comes over /ws/leaderboard/, as RankChange without seq.
 */
export interface RankChangeEvent {
  type: "rank_change";
  /**
   * Null for one who was not on the board.
   */
  old_rank: number | null;
  /**
   * Null for one who is no longer on the board.
   */
  new_rank: number | null;
  leaderboard_type: LeaderboardType;
  class_id: ClassId;
  seq: Seq;
  sent_at: Instant;
}
/**
 * Something that another back end has to say.
 */
export interface Announcement {
  type: "announcement";
  title: string;
  /**
   * Plain text.
   */
  text: string;
  /**
   * The class that it is about; left out if there is none.
   */
  class_id?: string;
  seq: Seq;
  sent_at: Instant;
}
/**
 * The first frame to a client that resumes with since.
 */
export interface Resumed {
  type: "resumed";
  /**
   * Whether everything after from follows. If not, only what is newer than last_seq does: fetch GET /api/me. False too if the log has another event at from than the client's sent_at says.
   */
  recovered: boolean;
  /**
   * The since of the client.
   */
  from: number;
  /**
   * The end of the log at this moment.
   */
  last_seq: number;
  /**
   * Seconds between the server's pings.
   */
  heartbeat_s: number;
  /**
   * Unread events, an absolute number.
   */
  unread?: number;
  /**
   * The last event read, 0 for none.
   */
  read_up_to?: number;
  /**
   * The sent_at of the event last_seq. Only for clients that connect with sent_at, and not if the log is empty.
   */
  last_sent_at?: string;
}
/**
 * How much is unread, after another socket of the user or REST moved the read cursor. To resuming clients only.
 */
export interface Unread {
  type: "unread";
  /**
   * Unread events, an absolute number.
   */
  count: number;
  /**
   * The last event read, 0 for none.
   */
  read_up_to: number;
}
/**
 * The token is about to expire, and with it the socket. To resuming clients only.
 */
export interface TokenExpiring {
  type: "token_expiring";
  /**
   * Seconds left.
   */
  expires_in: number;
}
/**
 * The answer to refresh_token.
 */
export interface TokenRefreshed {
  type: "token_refreshed";
  /**
   * Seconds that the new token is good for.
   */
  expires_in: number;
}
/**
 * The answer of the personal socket to any type that it does not know; clients use it as a probe.
 */
export interface Echo {
  type: "echo";
  message: string;
}
/**
 * Something about a client's frame is wrong. The socket stays open.
 */
export interface ErrorFrame {
  type: "error";
  code: "invalid_json" | "unknown_type" | "invalid_field" | "forbidden" | "rate_limited" | "unavailable";
  message: string;
  /**
   * The one at fault, where it is a single one.
   */
  field?: string;
}
/**
 * Somebody on a board.
 */
export interface Player {
  id: string;
  username: string;
  /**
   * The name once more, for pages that show first_name and last_name.
   */
  first_name?: string;
  /**
   * Always empty: users have one name.
   */
  last_name?: string;
}
/**
 * One user's place on a board.
 */
export interface BoardEntry {
  /**
   * 1 + the number of users with strictly more points.
   */
  rank: number;
  /**
   * Whether anybody else on the board has the same points.
   */
  tied: boolean;
  user: Player;
  total_points: number;
  completed_problems: number;
}
/**
 * The user's own entry.
 */
export interface UserData {
  /**
   * 1 + the number of users with strictly more points.
   */
  rank: number;
  /**
   * Whether anybody else on the board has the same points.
   */
  tied: boolean;
  user: Player;
  total_points: number;
  completed_problems: number;
  updated_at: Instant;
}
/**
 * Where in a board a page lies.
 */
export interface Pagination {
  page: number;
  page_size: number;
  total_count: number;
  total_pages: number;
  has_next: boolean;
  has_previous: boolean;
}
/**
 * A page of a board, best first.
 */
export interface BoardPage {
  entries: BoardEntry[];
  pagination: Pagination;
  /**
   * Grows with every change of the board.
   */
  version: number;
  /**
   * True on the final board of a season that is closed; left out otherwise.
   */
  closed?: boolean;
  /**
   * Why the page is empty: too few users are on the board, or its class shows only the distribution of points, which is to be had over REST. Left out otherwise.
   */
  withheld?: "too_few" | "distribution";
}
/**
 * The user's place on a board and those around it.
 */
export interface UserRank {
  /**
   * Null when the user is not on the board.
   */
  user_rank: number | null;
  /**
   * The user's place in the order of the board, which nobody shares; null when not on the board.
   */
  position: number | null;
  /**
   * The page of the board on which the user is, by the page size asked for; null when not on the board.
   */
  page: number | null;
  user_data: UserData | null;
  /**
   * Up to 3 above and up to 3 below, best first, without the user.
   */
  nearby_competitors: BoardEntry[];
}
/**
 * The first frame: page 1 of 10 of the global board.
 */
export interface InitialGlobalLeaderboard {
  type: "initial_global_leaderboard";
  data: BoardPage;
}
/**
 * The second frame: the user's place on the global board.
 */
export interface InitialUserRank {
  type: "initial_user_rank";
  data: UserRank;
}
/**
 * The page asked for, which the socket follows from now on.
 */
export interface LeaderboardData {
  type: "leaderboard_data";
  leaderboard_type: LeaderboardType;
  class_id: ClassId;
  season?: SeasonId;
  section?: SectionId;
  data: BoardPage;
}
/**
 * The page last shown of a board has changed.
 */
export interface LeaderboardUpdate {
  type: "leaderboard_update";
  leaderboard_type: LeaderboardType;
  class_id: ClassId;
  season?: SeasonId;
  section?: SectionId;
  data: BoardPage;
}
/**
 * The rank asked for.
 */
export interface UserRankData {
  type: "user_rank_data";
  leaderboard_type: LeaderboardType;
  class_id: ClassId;
  season?: SeasonId;
  section?: SectionId;
  data: UserRank;
}
/**
 * The user's rank moved, because of their own points or of others'.
 */
export interface RankChange {
  type: "rank_change";
  /**
   * The rank last told; null for one who was not on the board.
   */
  old_rank: number | null;
  /**
   * Null for one who is no longer on the board.
   */
  new_rank: number | null;
  leaderboard_type: LeaderboardType;
  class_id: ClassId;
  season?: SeasonId;
  section?: SectionId;
}
/**
 * A newer token of the same user, in place of the one that the socket was opened with.
 */
export interface RefreshToken {
  type: "refresh_token";
  token: string;
}
/**
 * Read up to there. The place never moves back.
 */
export interface Ack {
  type: "ack";
  seq: number;
}
/**
 * Asks for a page of a board, and to follow it: no board but the global one is pushed before it was asked for. A season is named by its id alone; the five asked for last are followed.
 */
export interface RequestLeaderboard {
  type: "request_leaderboard";
  leaderboard_type?: LeaderboardType;
  class_id?: ClassId;
  season?: SeasonId;
  section?: SectionId;
  page?: number;
  page_size?: number;
}
/**
 * Asks for the user's place on a board, and, of a whole class, for its changes.
 */
export interface RequestUserRank {
  type: "request_user_rank";
  leaderboard_type?: LeaderboardType;
  class_id?: ClassId;
  season?: SeasonId;
  section?: SectionId;
  page_size?: number;
}
/**
 * Any other type: answered with echo, or with the error unknown_type on the leaderboard socket.
 */
export interface Probe {
  type: string;
}
