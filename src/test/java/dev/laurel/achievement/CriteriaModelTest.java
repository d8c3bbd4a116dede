package dev.laurel.achievement;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.me;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random criteria over random results and regrades, against a model that counts from scratch. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class CriteriaModelTest {
  private static final String ZONE = "Asia/Kolkata";
  private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
  private static final List<String> TAGS = List.of("loops", "graphs");

  private final List<String> problems = IntStream.range(0, 5).mapToObj(i -> Fresh.id("p")).toList();
  private final Map<String, Map<String, Object>> criteria = new LinkedHashMap<>();
  private final Map<String, Map<String, SubmissionJson>> results = new HashMap<>();
  private Random random;
  private ClassWithAchievements course;
  private CriteriaModel model;

  static List<Long> seeds() {
    return List.of(1L, 2L, System.nanoTime());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsEarnedIsWhatCountingFromScratchFinds(long seed) {
    // Given
    random = new Random(seed);
    course = new ClassWithAchievements(ZONE, "other-" + Fresh.id("u"));
    model = new CriteriaModel(course.id, ZoneId.of(ZONE));
    for (int i = 0; i < 15; i++) {
      var some = anyCriteria(2);
      criteria.put(course.define(some), some);
    }

    // Then
    var earned = new TreeSet<String>();
    for (int i = 0; i < 40; i++) {
      var submission = next();
      results
          .computeIfAbsent(course.student, any -> new TreeMap<>())
          .put(submission.id(), submission);
      var expected = new TreeSet<>(met());
      expected.removeAll(earned);
      var found = new TreeSet<String>(accept(submission).<String>getList("achievements"));
      found.retainAll(criteria.keySet());
      assertEquals(expected, found, "seed " + seed + ", submission " + i);
      earned.addAll(expected);
    }

    // And: counted over what is there already
    var copies = new LinkedHashMap<String, Map<String, Object>>();
    criteria.values().forEach(some -> copies.put(course.define(some), some));
    copies.keySet().forEach(CriteriaModelTest::awaitCounted);
    var times = new TreeMap<String, String>();
    copies.forEach(
        (id, some) ->
            model
                .metAt(some, fields())
                .filter(any -> model.isMet(some, fields()))
                .ifPresent(at -> times.put(id, at.toString())));
    var found = new TreeMap<String, String>();
    me(course.student)
        .<Map<String, String>>getList("achievements")
        .forEach(achievement -> found.put(achievement.get("id"), achievement.get("earned_at")));
    found.keySet().retainAll(copies.keySet());
    assertEquals(times, found, "seed " + seed);
  }

  private static void awaitCounted(String id) {
    await()
        .until(
            () ->
                QuarkusTransaction.requiringNew()
                    .call(
                        () -> DefinitionEntity.<DefinitionEntity>findById(id).countAfter == null));
  }

  private List<String> met() {
    return criteria.keySet().stream()
        .filter(id -> model.isMet(criteria.get(id), fields()))
        .toList();
  }

  private List<Map<String, Object>> fields() {
    return results.get(course.student).values().stream().map(SubmissionJson::fields).toList();
  }

  /** A new submission, or a regrade of one. */
  private SubmissionJson next() {
    var earlier = results.getOrDefault(course.student, Map.of());
    if (!earlier.isEmpty() && random.nextInt(4) == 0) {
      var regraded = new ArrayList<>(earlier.values()).get(random.nextInt(earlier.size()));
      int revision = (Integer) regraded.fields().getOrDefault("revision", 1) + 1;
      return labelled(regraded.regraded(revision, score()));
    }
    var submission =
        SubmissionJson.practice(course.student)
            .with("kind", random.nextBoolean() ? "practice" : "assignment")
            .problem(problems.get(random.nextInt(problems.size())), 100)
            .with("attempt_number", 1 + random.nextInt(2))
            .with("submitted_at", START.plusSeconds(random.nextInt(10 * 86_400)).toString())
            .score(score());
    return labelled(random.nextInt(6) == 0 ? submission : submission.inClass(course.id));
  }

  private SubmissionJson labelled(SubmissionJson submission) {
    var tags = TAGS.stream().filter(tag -> random.nextBoolean()).toList();
    return submission.with("tags", tags).with("metrics", Map.of("lines", random.nextInt(50)));
  }

  private double score() {
    return List.of(0, 40, 60, 80, 100).get(random.nextInt(5));
  }

  private Map<String, Object> anyCriteria(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      var parts =
          IntStream.rangeClosed(0, 1 + random.nextInt(2))
              .mapToObj(i -> anyCriteria(depth - 1))
              .toList();
      return switch (random.nextInt(3)) {
        case 0 -> Map.of("all_of", parts);
        case 1 -> Map.of("any_of", parts);
        default -> Map.of("n_of", parts, "n", 1 + random.nextInt(parts.size()));
      };
    }
    return anyCounter();
  }

  private Map<String, Object> anyCounter() {
    var counter = new LinkedHashMap<String, Object>();
    switch (random.nextInt(6)) {
      case 0 -> put(counter, "points", 100 + random.nextInt(300));
      case 1 -> put(counter, "completions", 1 + random.nextInt(4));
      case 2 -> put(counter, "perfect_scores", 1 + random.nextInt(3));
      case 3 -> put(counter, "first_attempt_solves", 1 + random.nextInt(4));
      case 4 -> put(counter, "streak", 2 + random.nextInt(3));
      default -> {
        put(counter, "metric", 50 + random.nextInt(300));
        counter.put("metric", "lines");
      }
    }
    if (random.nextInt(3) == 0) {
      counter.put("tag", TAGS.get(random.nextInt(2)));
    }
    if (random.nextInt(3) == 0) {
      counter.put("kind", random.nextBoolean() ? "practice" : "assignment");
    }
    if (random.nextInt(4) == 0) {
      counter.put("problem_ids", problems.subList(0, 2 + random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      int from = random.nextInt(24);
      counter.put("hours", Map.of("from", from, "to", (from + 8) % 24));
    }
    if (random.nextInt(4) == 0) {
      counter.put("from", START.plusSeconds(86_400L * random.nextInt(5)).toString());
      counter.put("until", START.plusSeconds(86_400L * (5 + random.nextInt(5))).toString());
    }
    return counter;
  }

  private static void put(Map<String, Object> counter, String type, int threshold) {
    counter.put("type", type);
    counter.put("threshold", threshold);
  }
}
