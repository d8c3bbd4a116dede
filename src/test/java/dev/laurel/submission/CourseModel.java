package dev.laurel.submission;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a course comes to, counted in the plainest way: keeps the requests, and counts everything
 * from scratch whenever it is asked. An adjustment is a result of a problem of its own.
 */
final class CourseModel {
  /** What is known of one submission, or of one adjustment. */
  private static final class Work {
    final NavigableMap<Integer, Map<String, Object>> revisions = new TreeMap<>();
    Integer current;
    Integer held;

    /** Those for whom it counts, or may. */
    Set<String> users() {
      return Stream.of(current, held, revisions.lastKey())
          .filter(Objects::nonNull)
          .flatMap(revision -> CourseModel.users(revisions.get(revision)).stream())
          .collect(toSet());
    }
  }

  /** The calendar of a class. */
  static final class Days {
    final ZoneId zone;
    final Set<DayOfWeek> teaching = EnumSet.allOf(DayOfWeek.class);
    final Set<LocalDate> holidays = new HashSet<>();
    final Map<String, Set<LocalDate>> excuses = new HashMap<>();

    Days(ZoneId zone) {
      this.zone = zone;
    }

    private boolean requires(LocalDate day, String user) {
      return teaching.contains(day.getDayOfWeek())
          && !holidays.contains(day)
          && !excuses.getOrDefault(user, Set.of()).contains(day);
    }
  }

  /**
   * A definition of an achievement.
   *
   * @param classId null for everybody
   */
  record Definition(String id, String classId, Map<String, Object> criteria, BigDecimal points) {}

  /**
   * @param at when the points were reached
   */
  record Counted(BigDecimal points, Instant at) {
    private static final Comparator<Counted> ORDER =
        comparing(Counted::points).thenComparing(Counted::at, Comparator.reverseOrder());
  }

  /**
   * @param reachedAt null without results
   */
  record Tally(BigDecimal points, long completed, long perfect, long first, Instant reachedAt) {}

  /** The run of days that ends with the last work, and the longest. */
  record Run(int days, LocalDate last, int longest) {}

  final Map<String, Days> calendars = new LinkedHashMap<>();
  final Map<String, Definition> definitions = new TreeMap<>();
  private final Map<String, Work> works = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> rules = new HashMap<>();
  private final Map<String, Set<String>> earned = new HashMap<>();

  void putRules(String classId, Map<String, Object> classRules) {
    rules.put(classId, classRules);
  }

  /** A result or an adjustment arrives. */
  void submit(Map<String, Object> fields) {
    var work = works.computeIfAbsent(name(fields), any -> new Work());
    int revision = (int) fields.getOrDefault("revision", 1);
    boolean held = Boolean.TRUE.equals(fields.get("held"));
    if (work.revisions.containsKey(revision)) {
      return;
    }
    boolean overtaken =
        work.revisions.tailMap(revision, false).keySet().stream()
            .anyMatch(newer -> held || !newer.equals(work.held));
    work.revisions.put(revision, fields);
    if (overtaken) {
      return;
    }
    var before = work.users();
    if (held) {
      work.held = revision;
    } else {
      work.held = work.held != null && work.held > revision ? work.held : null;
      work.current = revision;
    }
    before.forEach(this::award);
    work.users().forEach(this::award);
  }

  /** A result or an adjustment is taken back. */
  void withdraw(Map<String, Object> fields, boolean recount) {
    var work = works.get(name(fields));
    var concerned = work.users();
    work.held = null;
    work.current = null;
    if (recount) {
      concerned.forEach(this::recount);
    }
    concerned.forEach(this::award);
  }

  void release(String classId, String problemId) {
    for (var work : works.values()) {
      if (work.held != null) {
        var fields = work.revisions.get(work.held);
        if (classId.equals(fields.get("class_id")) && problemId.equals(problem(fields))) {
          var concerned = work.users();
          work.current = work.held;
          work.held = null;
          concerned.forEach(this::award);
        }
      }
    }
  }

  private static String name(Map<String, Object> fields) {
    return fields.get("source") + " " + fields.get("submission_id");
  }

  /** The results of a user that count. */
  private List<Map<String, Object>> results(String user) {
    return works.values().stream()
        .filter(work -> work.current != null)
        .map(work -> work.revisions.get(work.current))
        .filter(fields -> users(fields).contains(user))
        .toList();
  }

  Tally everything(String user) {
    return tally(user, any -> true);
  }

  Tally ofClass(String user, String classId) {
    return tally(user, fields -> classId.equals(fields.get("class_id")));
  }

  /** The results of a class that were handed in since. */
  Tally since(String user, String classId, Instant start) {
    return tally(
        user, fields -> classId.equals(fields.get("class_id")) && !at(fields).isBefore(start));
  }

  private Tally tally(String user, Predicate<Map<String, Object>> counts) {
    var byProblem =
        results(user).stream()
            .filter(counts)
            .collect(groupingBy(fields -> fields.get("source") + " " + problem(fields)))
            .values();
    var counted = byProblem.stream().map(this::bestOfClasses).toList();
    return new Tally(
        counted.stream().map(Counted::points).reduce(new BigDecimal("0.00"), BigDecimal::add),
        byProblem.stream().filter(all -> all.stream().anyMatch(CourseModel::passed)).count(),
        byProblem.stream().filter(all -> all.stream().anyMatch(CourseModel::perfect)).count(),
        byProblem.stream().filter(all -> all.stream().anyMatch(CourseModel::first)).count(),
        counted.stream()
            .filter(score -> score.points().signum() != 0)
            .map(Counted::at)
            .max(Comparator.naturalOrder())
            .or(() -> counted.stream().map(Counted::at).min(Comparator.naturalOrder()))
            .orElse(null));
  }

  private Counted bestOfClasses(List<Map<String, Object>> ofProblem) {
    return ofProblem.stream()
        .collect(groupingBy(fields -> Objects.toString(fields.get("class_id"))))
        .values()
        .stream()
        .map(this::counted)
        .max(Counted.ORDER)
        .orElseThrow();
  }

  private Counted counted(List<Map<String, Object>> attempts) {
    var rule = ruleOf(attempts.get(0));
    var policy = part(rule, "policy");
    var order =
        comparing(CourseModel::at)
            .thenComparing(fields -> (Integer) fields.get("attempt_number"))
            .thenComparing(fields -> (String) fields.get("submission_id"));
    var first = attempts.stream().min(order).orElseThrow();
    var last = attempts.stream().max(order).orElseThrow();
    return switch ((String) policy.get("type")) {
      case "last" -> counted(last, rule, Map.of());
      case "first" -> counted(first, rule, Map.of());
      case "average" ->
          new Counted(
              attempts.stream()
                  .map(fields -> points(fields, rule.get("points")))
                  .reduce(BigDecimal.ZERO, BigDecimal::add)
                  .divide(BigDecimal.valueOf(attempts.size()), 2, RoundingMode.HALF_UP),
              at(last));
      case "sum" -> {
        var each = attempts.stream().map(fields -> counted(fields, rule, Map.of())).toList();
        yield new Counted(
            each.stream().map(Counted::points).reduce(BigDecimal.ZERO, BigDecimal::add),
            each.stream()
                .filter(one -> one.points().signum() != 0)
                .map(Counted::at)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> at(first)));
      }
      default ->
          attempts.stream()
              .map(fields -> counted(fields, rule, policy))
              .max(Counted.ORDER)
              .orElseThrow();
    };
  }

  /** One result alone, less the penalty of a policy that has one. */
  private static Counted counted(
      Map<String, Object> fields, Map<String, Object> rule, Map<String, Object> policy) {
    var points = points(fields, rule.get("points"));
    int percent = (int) policy.getOrDefault("percent", 0);
    int off = percent * ((int) fields.get("attempt_number") - 1);
    int left = Math.max((int) policy.getOrDefault("floor", 0), 100 - off);
    return new Counted(
        points.signum() < 0
            ? points
            : points.multiply(BigDecimal.valueOf(left, 2)).setScale(2, RoundingMode.HALF_UP),
        at(fields));
  }

  private static BigDecimal points(Map<String, Object> fields, Object worth) {
    if (fields.get("points_earned") != null) {
      return new BigDecimal(fields.get("points_earned").toString()).setScale(2);
    }
    var full =
        new BigDecimal(
                String.valueOf(worth != null ? worth : part(fields, "problem").get("points")))
            .stripTrailingZeros();
    return full.multiply(new BigDecimal(String.valueOf(fields.get("score"))))
        .divide(BigDecimal.valueOf(100), Math.max(0, full.scale()), RoundingMode.HALF_UP)
        .setScale(2);
  }

  private Map<String, Object> ruleOf(Map<String, Object> result) {
    var ofClass = rules.getOrDefault(Objects.toString(result.get("class_id")), Map.of());
    var rule = new HashMap<String, Object>();
    rule.put("policy", ofClass.getOrDefault("policy", Map.of("type", "best")));
    specialRules(ofClass)
        .filter(special -> special.get("source").equals(result.get("source")))
        .filter(special -> special.get("id").equals(problem(result)))
        .forEach(rule::putAll);
    return rule;
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> specialRules(Map<String, Object> ofClass) {
    return ((List<Map<String, Object>>) ofClass.getOrDefault("problems", List.of())).stream();
  }

  /** The runs of a user by the calendar of a class; null without work. */
  Run run(String user, String classId) {
    var days = calendars.get(classId);
    var worked = new TreeSet<LocalDate>();
    results(user).stream()
        .filter(CourseModel::passed)
        .forEach(fields -> worked.add(LocalDate.ofInstant(at(fields), days.zone)));
    return worked.isEmpty() ? null : run(worked, day -> days.requires(day, user));
  }

  private static Run run(TreeSet<LocalDate> worked, Predicate<LocalDate> required) {
    int run = 0;
    int longest = 0;
    for (var day = worked.first(); !day.isAfter(worked.last()); day = day.plusDays(1)) {
      run = worked.contains(day) ? run + 1 : required.test(day) ? 0 : run;
      longest = Math.max(longest, run);
    }
    return new Run(run, worked.last(), longest);
  }

  /** The achievements that a user has: whatever was met once, and was not taken away. */
  Set<String> earned(String user) {
    return earned.computeIfAbsent(user, any -> new TreeSet<>());
  }

  /** Awards what the user meets now, for the points of achievements, too. */
  void award(String user) {
    meet(user, earned(user), definitions.values());
  }

  /** Keeps what the user would have by the present results alone. */
  private void recount(String user) {
    var had = definitions.values().stream().filter(d -> earned(user).contains(d.id())).toList();
    var met = new TreeSet<String>();
    meet(user, met, had);
    earned(user).retainAll(met);
  }

  private void meet(String user, Set<String> has, Collection<Definition> candidates) {
    boolean more = true;
    while (more) {
      more = false;
      for (var definition : candidates) {
        if (!has.contains(definition.id()) && isMet(user, definition, has)) {
          has.add(definition.id());
          more = true;
        }
      }
    }
  }

  /** What the user has to have, by the results that there are now. */
  Set<String> met(String user) {
    return definitions.values().stream()
        .filter(definition -> isMet(user, definition, earned(user)))
        .map(Definition::id)
        .collect(toSet());
  }

  private boolean isMet(String user, Definition definition, Set<String> has) {
    return count(user, definition, has)
        >= ((Number) definition.criteria().get("threshold")).longValue();
  }

  private long count(String user, Definition definition, Set<String> has) {
    var type = (String) definition.criteria().get("type");
    var kind = definition.criteria().get("kind");
    if (type.equals("streak") && definition.classId() == null) {
      return calendars.keySet().stream()
          .map(classId -> run(user, classId))
          .mapToInt(run -> run == null ? 0 : run.longest())
          .max()
          .orElse(0);
    }
    Predicate<Map<String, Object>> counts =
        fields ->
            (definition.classId() == null || definition.classId().equals(fields.get("class_id")))
                && (kind == null || kind.equals(fields.get("kind")));
    if (type.equals("streak")) {
      var worked = new TreeSet<LocalDate>();
      var zone = calendars.get(definition.classId()).zone;
      results(user).stream()
          .filter(counts)
          .filter(CourseModel::passed)
          .forEach(fields -> worked.add(LocalDate.ofInstant(at(fields), zone)));
      return worked.isEmpty() ? 0 : run(worked, any -> true).longest();
    }
    var tally = tally(user, counts);
    return switch (type) {
      case "completions" -> tally.completed();
      case "perfect_scores" -> tally.perfect();
      case "first_attempt_solves" -> tally.first();
      default -> {
        var bonus =
            definition.classId() == null && kind == null
                ? has.stream()
                    .map(id -> definitions.get(id).points())
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                : BigDecimal.ZERO;
        yield tally.points().add(bonus).setScale(0, RoundingMode.FLOOR).longValue();
      }
    };
  }

  private static boolean passed(Map<String, Object> fields) {
    return Boolean.TRUE.equals(fields.get("passed"));
  }

  private static boolean perfect(Map<String, Object> fields) {
    return !"adjustment".equals(fields.get("kind"))
        && ((Number) fields.get("score")).doubleValue() >= 100;
  }

  private static boolean first(Map<String, Object> fields) {
    return passed(fields) && fields.get("attempt_number").equals(1);
  }

  static Instant at(Map<String, Object> fields) {
    return Instant.parse((String) fields.get("submitted_at"));
  }

  /** The one user, or the members of a team. */
  static List<String> users(Map<String, Object> fields) {
    var users =
        fields.containsKey("users") ? (List<?>) fields.get("users") : List.of(fields.get("user"));
    return users.stream().map(user -> (String) ((Map<?, ?>) user).get("id")).toList();
  }

  private static String problem(Map<String, Object> fields) {
    return (String) part(fields, "problem").get("id");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> part(Map<String, Object> fields, String name) {
    return (Map<String, Object>) fields.get(name);
  }
}
