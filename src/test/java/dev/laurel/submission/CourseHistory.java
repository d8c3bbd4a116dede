package dev.laurel.submission;

import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.sendAsync;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Board;
import dev.laurel.submission.CourseModel.Days;
import dev.laurel.submission.CourseModel.Definition;
import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.Api;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A course of its own with a random history of requests: results, revisions, withdrawals,
 * adjustments, results that are held back and released, calendars, excuses and rules, of several
 * students in two classes, in any order and with repetitions. {@link CourseModel} receives the
 * same, and counts from scratch.
 */
final class CourseHistory {
  private static final int STEPS = 30;
  private static final int DAYS = 9;
  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS + 1));
  private static final List<Object> WORTHS = List.of(0, 100, 125.5, 72.25);

  private record Request(String method, String path, String user, String role, String body) {}

  /** Fresh ids, which a replay follows by a letter; their order stays the same. */
  private static final Pattern ID = Pattern.compile("[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}");

  private final List<Request> requests = new ArrayList<>();
  private int opened;
  private final long seed;
  private final Random random;

  private final boolean patient;

  private final String teacher = Fresh.id("teacher");
  private List<String> users = Stream.of("a", "b", "c").map(Fresh::id).toList();
  private List<String> classes = Stream.of("x", "y").map(Fresh::id).toList();
  private final List<String> problems = Stream.of("p", "q", "r").map(Fresh::id).toList();
  private final Map<String, String> seasons = new HashMap<>();
  private final Map<String, Set<String>> everOn = new HashMap<>();
  private final List<SubmissionJson> sent = new ArrayList<>();
  private final Map<String, SubmissionJson> works = new LinkedHashMap<>();
  private final CourseModel model = new CourseModel();
  private final DataSource database;
  private final TestSql sql;
  private final List<String> log = new ArrayList<>();

  /**
   * @param patient whether to wait for what is counted in the background after each request
   */
  CourseHistory(long seed, boolean patient, DataSource database) {
    this.seed = seed;
    this.patient = patient;
    this.database = database;
    sql = new TestSql(database);
    random = new Random(seed);
  }

  void run() {
    try {
      open();
      opened = requests.size() - 1;
      awaitBackground();
      for (int step = 0; step < STEPS; step++) {
        act();
        if (patient) {
          awaitBackground();
          compareAwards();
        }
      }
      classes.forEach(classId -> seasons.put(classId + " later", startSeason(classId, "later")));
      awaitBackground();
      awaitSeasons();
      compare();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + " after\n" + String.join("\n", log) + "\n" + e, e);
    }
  }

  private void open() {
    var zones = List.of("UTC", "Asia/Tokyo");
    for (int i = 0; i < classes.size(); i++) {
      var members = new ArrayList<>(List.of(member(teacher, "instructor")));
      users.forEach(user -> members.add(member(user, "student")));
      var body = Map.of("name", "C", "time_zone", zones.get(i), "members", members);
      teach("PUT", "/api/classes/" + classes.get(i) + "/roster", body, 204);
      model.calendars.put(classes.get(i), new Days(ZoneId.of(zones.get(i))));
      seasons.put(classes.get(i), startSeason(classes.get(i), "early"));
      define(classes.get(i), "completions", 2, null);
      define(classes.get(i), "points", 150, null);
      define(classes.get(i), "points", 60, "assignment");
      define(classes.get(i), "completions", 2, "practice");
      define(classes.get(i), "streak", 2, null);
    }
    starter("first-steps", "completions", 1, 10);
    starter("warming-up", "completions", 5, 20);
    starter("bullseye", "perfect_scores", 1, 10);
    starter("first-try", "first_attempt_solves", 1, 10);
    starter("on-a-roll", "streak", 3, 20);
    starter("week-of-work", "streak", 7, 50);
    starter("point-collector", "points", 500, 25);
  }

  private void define(String classId, String type, int threshold, String kind) {
    var criteria = new HashMap<String, Object>(Map.of("type", type, "threshold", threshold));
    if (kind != null) {
      criteria.put("kind", kind);
    }
    var id = Fresh.id("a");
    teach(
        "POST",
        "/api/classes/" + classId + "/achievements",
        AchievementJson.of(id, 5, criteria),
        201);
    model.definitions.put(id, new Definition(id, classId, criteria, BigDecimal.valueOf(5)));
  }

  /** One of those that come with the service, which everybody may earn. */
  private void starter(String id, String type, int threshold, int points) {
    model.definitions.put(
        id,
        new Definition(
            id, null, Map.of("type", type, "threshold", threshold), BigDecimal.valueOf(points)));
  }

  private String startSeason(String classId, String name) {
    var answer =
        teach(
            "POST",
            "/api/seasons",
            Map.of("class_id", classId, "name", name, "starts_at", seasonStart().toString()),
            201);
    return (String) answer.json().get("id");
  }

  private static Instant seasonStart() {
    return START.plus(Duration.ofDays(DAYS / 2));
  }

  private void act() {
    int choice = random.nextInt(100);
    if (choice < 55 || works.isEmpty()) {
      sendSome();
    } else if (choice < 60) {
      repeat();
    } else if (choice < 68) {
      withdraw();
    } else if (choice < 78) {
      adjust();
    } else if (choice < 86) {
      release();
    } else if (choice < 91) {
      changeRules();
    } else if (choice < 95) {
      changeCalendar();
    } else {
      excuse();
    }
  }

  private void sendSome() {
    var batch = new ArrayList<SubmissionJson>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      batch.add(random.nextInt(3) == 0 && !sent.isEmpty() ? revision() : result());
    }
    Collections.shuffle(batch, random);
    batch.forEach(this::note);
    log.add("send " + batch.stream().map(SubmissionJson::fields).toList());
    grade("POST", "/api/submissions", batch, batch.size() == 1 ? null : 200);
  }

  private void repeat() {
    var again = any(sent);
    log.add("repeat " + again.fields());
    grade("POST", "/api/submissions", again, null);
  }

  private void note(SubmissionJson submission) {
    sent.add(submission);
    works.put(submission.id(), submission);
    model.submit(submission.fields());
    noteBoards();
  }

  /** A user stays on a board with what is left there. */
  private void noteBoards() {
    for (var user : users) {
      for (var classId : classes) {
        if (model.ofClass(user, classId).reachedAt() != null) {
          everOn.computeIfAbsent(classId, any -> new TreeSet<>()).add(user);
        }
      }
    }
  }

  private SubmissionJson result() {
    var work =
        random.nextInt(3) == 0
            ? SubmissionJson.practice("").ofTeam(team())
            : SubmissionJson.practice(any(users));
    return graded(
        work.with("kind", random.nextBoolean() ? "practice" : "assignment")
            .with("class_id", random.nextInt(5) == 0 ? null : any(classes))
            .problem(any(problems), 10)
            .with("problem.points", any(WORTHS))
            .with("attempt_number", random.nextInt(1, 4)));
  }

  private SubmissionJson revision() {
    var last = works.get(any(sent).id());
    int revision = (int) last.fields().getOrDefault("revision", 1);
    var regrade = graded(last.with("revision", revision + 1 + random.nextInt(2)));
    if (random.nextInt(5) == 0) {
      regrade = regrade.with("class_id", any(classes));
    }
    if (regrade.fields().containsKey("users") && random.nextBoolean()) {
      regrade = regrade.ofTeam(team());
    }
    return regrade;
  }

  /** Two or three of the users, in any order. */
  private String[] team() {
    var members = new ArrayList<>(users);
    Collections.shuffle(members, random);
    return members.subList(0, random.nextInt(2, 4)).toArray(String[]::new);
  }

  private SubmissionJson graded(SubmissionJson work) {
    return work.score(random.nextInt(4) == 0 ? 100 : random.nextInt(-30, 101))
        .with("points_earned", random.nextInt(4) == 0 ? any(List.of(85, -7.25, 0, 140.5)) : null)
        .with("passed", random.nextInt(3) > 0)
        .with("held", random.nextInt(6) == 0)
        .handedIn(moment())
        .at(START.plus(Duration.ofDays(DAYS + 1)));
  }

  private Instant moment() {
    return START
        .plus(Duration.ofDays(random.nextInt(DAYS)))
        .plus(Duration.ofHours(random.nextInt(2) * 16));
  }

  private void withdraw() {
    var work = any(List.copyOf(works.values()));
    boolean recount = random.nextBoolean();
    log.add("withdraw " + work.id() + (recount ? " with recount" : ""));
    var id = work.id().strip();
    var ask = "?achievements=" + (recount ? "recount" : "keep");
    if (work.fields().get("kind").equals("adjustment")) {
      grade("DELETE", "/api/adjustments/desk/" + id + ask, "", 200);
    } else {
      grade("POST", "/api/submissions/gradebot/" + id + "/withdrawal" + ask, "", 200);
    }
    model.withdraw(work.fields(), recount);
    noteBoards();
  }

  private void adjust() {
    var known =
        works.values().stream()
            .filter(work -> work.fields().get("kind").equals("adjustment"))
            .toList();
    var work =
        known.isEmpty() || random.nextInt(3) > 0
            ? adjustment()
            : revised(any(known)).handedIn(moment());
    work = work.with("problem.points", random.nextInt(-40, 81));
    var fields = work.fields();
    var body = new HashMap<String, Object>();
    body.put("source", "desk");
    body.put("id", work.id().strip());
    body.put("revision", fields.get("revision"));
    body.put("user_id", CourseModel.users(fields).get(0));
    body.put("class_id", fields.get("class_id"));
    body.put("points", ((Map<?, ?>) fields.get("problem")).get("points"));
    body.put("reason", "By hand");
    body.put("at", fields.get("submitted_at"));
    log.add("adjust " + body);
    grade("POST", "/api/adjustments", body, 201);
    works.put(work.id(), work);
    model.submit(fields);
    noteBoards();
  }

  private SubmissionJson adjustment() {
    var id = "\t" + Fresh.id("a");
    return SubmissionJson.practice(any(users))
        .with("source", "desk")
        .with("submission_id", id)
        .with("revision", 1)
        .with("kind", "adjustment")
        .with("class_id", random.nextInt(4) == 0 ? null : any(classes))
        .problem(id, 0)
        .score(100)
        .with("attempt_number", 1)
        .with("passed", false)
        .handedIn(moment());
  }

  private SubmissionJson revised(SubmissionJson work) {
    return work.with("revision", (int) work.fields().get("revision") + 1);
  }

  private void release() {
    var classId = any(classes);
    var problem = any(problems);
    log.add("release " + classId + " " + problem);
    grade("POST", "/api/releases", Map.of("class_id", classId, "problem_id", problem), 200);
    model.release(classId, problem);
    noteBoards();
  }

  private void changeRules() {
    var rules = new HashMap<String, Object>();
    rules.put("policy", policy());
    var special = new ArrayList<Map<String, Object>>();
    for (var problem : problems) {
      if (random.nextInt(3) == 0) {
        var rule = new HashMap<String, Object>(Map.of("source", "gradebot", "id", problem));
        if (random.nextBoolean()) {
          rule.put("policy", policy());
        }
        if (random.nextBoolean()) {
          rule.put("points", any(List.of(0, 200, 33.33)));
        }
        special.add(rule);
      }
    }
    rules.put("problems", special);
    var classId = any(classes);
    log.add("rules of " + classId + " " + rules);
    teach("PUT", "/api/classes/" + classId + "/rules", rules, 200);
    model.putRules(classId, rules);
    awardAll();
  }

  private Map<String, Object> policy() {
    return any(
        List.of(
            Map.of("type", "best"),
            Map.of("type", "last"),
            Map.of("type", "first"),
            Map.of("type", "average"),
            Map.of("type", "sum"),
            Map.of("type", "penalty_per_attempt", "percent", 15),
            Map.of("type", "penalty_per_attempt", "percent", 30, "floor", 50)));
  }

  private void changeCalendar() {
    var classId = any(classes);
    var days = model.calendars.get(classId);
    days.teaching.clear();
    for (var day : DayOfWeek.values()) {
      if (random.nextInt(3) > 0 || day == DayOfWeek.MONDAY) {
        days.teaching.add(day);
      }
    }
    days.holidays.clear();
    if (random.nextBoolean()) {
      days.holidays.add(day());
    }
    var body =
        Map.of(
            "teaching_days",
            days.teaching.stream().map(day -> day.name().toLowerCase(Locale.ROOT)).toList(),
            "holidays",
            days.holidays.stream().map(day -> Map.of("first_day", day.toString())).toList());
    log.add("calendar of " + classId + " " + body);
    teach("PUT", "/api/classes/" + classId + "/calendar", body, 200);
    awardAll();
  }

  private void excuse() {
    var classId = any(classes);
    var user = any(users);
    var day = day();
    var excused =
        model.calendars.get(classId).excuses.computeIfAbsent(user, any -> new TreeSet<>());
    boolean given = excused.add(day);
    if (!given) {
      excused.remove(day);
    }
    log.add((given ? "excuse " : "no excuse ") + user + " in " + classId + " on " + day);
    teach(
        given ? "PUT" : "DELETE",
        "/api/classes/%s/members/%s/excuses/%s".formatted(classId, user, day),
        given ? Map.of("last_day", day.toString()) : "",
        204);
    awardAll();
  }

  private void awardAll() {
    users.forEach(model::award);
  }

  private LocalDate day() {
    return LocalDate.ofInstant(START, ZoneOffset.UTC).plusDays(random.nextInt(DAYS));
  }

  private void awaitBackground() throws SQLException {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(15))
        .until(() -> pending() == 0);
  }

  private void awaitSeasons() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                sql.count(
                        "select count(*) from season where class_id in (?, ?) and counted_to is not null",
                        classes.toArray(String[]::new))
                    == 0);
  }

  private long pending() throws SQLException {
    return sql.count(
            "select count(*) from recount where class_id in (?, ?)", classes.toArray(String[]::new))
        + sql.count(
            "select count(*) from streak where recount and user_id in (?, ?, ?)",
            users.toArray(String[]::new))
        + sql.count(
            "select count(*) from achievement where class_id in (?, ?) and count_after is not null",
            classes.toArray(String[]::new));
  }

  private void compare() throws SQLException {
    compareAwards();
    for (var user : users) {
      var all = model.everything(user);
      assertEquals(all.points(), points("global", user).subtract(bonus(user)), user);
      compareCounts("global", user, all);
      for (var classId : classes) {
        var tally = model.ofClass(user, classId);
        assertEquals(tally.points(), points("class:" + classId, user), user + " in " + classId);
        compareCounts("class:" + classId, user, tally);
        if (tally.reachedAt() != null) {
          assertEquals(
              tally.reachedAt().toString(),
              text(
                  "select reached_at from standing where board = ? and user_id = ?",
                  "class:" + classId,
                  user));
        }
        var ofSeason = model.since(user, classId, seasonStart());
        for (var season : List.of(classId, classId + " later")) {
          var board = Board.ofSeason(seasons.get(season), classId).key();
          assertEquals(ofSeason.points(), points(board, user), user + " in season " + season);
          compareCounts(board, user, ofSeason);
        }
        compareStreak(user, classId);
      }
    }
    compareRanks();
    compareLedger();
  }

  private void compareAwards() throws SQLException {
    for (var user : users) {
      var ids =
          text(
              "select string_agg(achievement_id, ' ') from earned_achievement where user_id = ?",
              user);
      var found = new TreeSet<>(ids == null ? List.of() : List.of(ids.split(" ")));
      found.retainAll(model.definitions.keySet());
      if (patient) {
        assertEquals(described(model.earned(user)), described(found), user);
      } else {
        assertTrue(found.containsAll(model.met(user)), () -> user + " has " + found);
      }
    }
  }

  private List<Object> described(Set<String> ids) {
    return ids.stream().<Object>map(id -> model.definitions.get(id)).toList();
  }

  private void compareCounts(String board, String user, CourseModel.Tally tally)
      throws SQLException {
    var counts = List.of(tally.completed(), tally.perfect(), tally.first());
    var found = new ArrayList<Long>();
    for (var column : List.of("completed_problems", "perfect_scores", "first_attempt_solves")) {
      found.add(
          sql.count(
              "select coalesce(sum("
                  + column
                  + "), 0) from standing where board = ? and user_id = ?",
              board,
              user));
    }
    assertEquals(counts, found, user + " on " + board);
  }

  private void compareStreak(String user, String classId) throws SQLException {
    var run = model.run(user, classId);
    var found =
        text(
            "select current || ' to ' || last_day from streak where class_id = ? and user_id = ?",
            classId,
            user);
    assertEquals(run == null ? null : run.days() + " to " + run.last(), found, user);
  }

  private void compareRanks() {
    for (var classId : classes) {
      var board = Api.classBoard(classId, users.get(0));
      var on = everOn.getOrDefault(classId, Set.of());
      assertEquals(on, new TreeSet<>(board.<String>getList("entries.user.id")));
      List<String> ids = board.getList("entries.user.id");
      List<Integer> ranks = board.getList("entries.rank");
      for (int i = 0; i < ids.size(); i++) {
        var points = model.ofClass(ids.get(i), classId).points();
        long ahead =
            on.stream()
                .filter(other -> model.ofClass(other, classId).points().compareTo(points) > 0)
                .count();
        assertEquals(1 + ahead, ranks.get(i).longValue(), ids.get(i) + " in " + classId);
      }
    }
  }

  private void compareLedger() throws SQLException {
    for (var user : users) {
      assertEquals(
          0,
          sql.count(
              """
              select count(*) from (
                select total, sum(change) over (partition by class_id order by id) as sum
                from ledger_entry where user_id = ?) entry
              where total <> sum""",
              user));
      for (var board : Stream.concat(Stream.of(""), classes.stream()).toList()) {
        assertEquals(
            points(board.isEmpty() ? "global" : "class:" + board, user),
            hundredths(
                sql.count(
                    "select coalesce(sum(change), 0) from ledger_entry where user_id = ? and coalesce(class_id, '') = ?",
                    user,
                    board)),
            user + "'s ledger of " + board);
      }
    }
  }

  private BigDecimal points(String board, String user) throws SQLException {
    return hundredths(
        sql.count(
            "select coalesce(sum(points), 0) from standing where board = ? and user_id = ?",
            board,
            user));
  }

  private BigDecimal bonus(String user) throws SQLException {
    return hundredths(
        sql.count(
            "select coalesce(sum(points), 0) from earned_achievement where user_id = ?", user));
  }

  private String text(String query, String... parameters) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        return row.getObject(1) instanceof java.sql.Timestamp time
            ? time.toInstant().toString()
            : row.getString(1);
      }
    }
  }

  /**
   * Sends the whole history again, about other users in other classes, of which the service knows
   * nothing yet.
   */
  void replay() throws SQLException {
    users = users.stream().map(CourseHistory::renamed).toList();
    classes = classes.stream().map(CourseHistory::renamed).toList();
    var all = List.copyOf(requests);
    for (int i = 0; i < all.size(); i++) {
      var request = all.get(i);
      sendAsync(
              request.method(),
              renamed(request.path()),
              renamed(request.user()),
              renamed(request.body()),
              request.role())
          .join();
      if (i >= opened) {
        awaitBackground();
      }
    }
    awaitSeasons();
  }

  private static String renamed(String text) {
    return ID.matcher(text).replaceAll("$0z");
  }

  /** What the users have by now, by their names in the first history. */
  List<String> numbersAndDates() throws SQLException {
    var found = new ArrayList<String>();
    for (var user : users) {
      for (var query :
          List.of(
              """
              select concat_ws(' ', coalesce('season ' || season.name || ' of ' || class_id, board), user_id, points,
                completed_problems, perfect_scores, first_attempt_solves, reached_at, bonus_at)
              from standing left join season on board like '%' || season.id || '%' where user_id = ?""",
              """
              select concat_ws(' ', user_id, achievement_id, points, earned_at)
              from earned_achievement where user_id = ?""",
              """
              select concat_ws(' ', user_id, class_id, current, last_day, safe_until, lapses_at)
              from streak where user_id = ?""",
              """
              select concat_ws(' ', row_number() over (order by id), user_id, class_id, cause, source, submission_id, revision,
                achievement_id, title, rules_version, change, total, submitted_at) from ledger_entry where user_id = ?""")) {
        found.addAll(texts("select * from (" + query + ") found (row) order by row", user));
      }
    }
    return found.stream().map(row -> row.replaceAll("(" + ID + ")z", "$1")).sorted().toList();
  }

  private List<String> texts(String query, String parameter) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(query)) {
      statement.setString(1, parameter);
      var found = new ArrayList<String>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
      return found;
    }
  }

  private Api.Answer grade(String method, String path, Object body, Integer status) {
    return send(method, path, "autograder", "grader", body, status);
  }

  private Api.Answer teach(String method, String path, Object body, int status) {
    return send(method, path, teacher, "instructor", body, status);
  }

  private Api.Answer send(
      String method, String path, String user, String role, Object body, Integer status) {
    requests.add(new Request(method, path, user, role, Api.text(body)));
    var answer = sendAsync(method, path, user, Api.text(body), role).join();
    if (status != null) {
      assertEquals(status, answer.status(), () -> method + " " + path + ": " + answer.body());
    }
    return answer;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static BigDecimal hundredths(long count) {
    return BigDecimal.valueOf(count, 2);
  }
}
