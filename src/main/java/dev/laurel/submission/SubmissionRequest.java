package dev.laurel.submission;

import dev.laurel.course.team.Team;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserId;
import dev.laurel.submission.results.Submission;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A result as graders send it. Over 200 lines for what is said of its fields.
 *
 * @param revision 1 by default
 * @param user whose work it is; either this or {@code users}
 * @param users the members of a team whose work it is: it counts for each of them, once. A revision
 *     with other members counts for them instead
 * @param classId null outside any class
 * @param problem the exercise, by its name on the wire
 * @param score from {@code -maxScore}; up to {@code maxScore}, or above it by as much as the rules
 *     of the class allow
 * @param pointsEarned what the result earns, whatever its score; by default the score decides. A
 *     regrade that leaves it out leaves it to the score again
 * @param attemptNumber by default one more than the highest so far of the user at the problem; a
 *     regrade keeps the number of the result it replaces
 * @param submittedAt when the work was handed in, which decides its day, its season and who was
 *     first among equals; by default {@code gradedAt}; a regrade that names neither keeps the time
 *     of the result it replaces
 * @param gradedAt now by default; measures how old news is when it is delivered
 * @param passed whether the grade passes; by default the pass mark decides
 * @param held true to keep the result back until its release: it counts and is announced then
 * @param tags by which achievements may count it; a regrade keeps those of the result it replaces
 * @param metrics numbers that the grader has counted, by name, which achievements may add up; a
 *     regrade keeps those of the result it replaces
 * @param team to which the users belong in the class, unless its roster puts them into another
 */
@RegisterForReflection
public record SubmissionRequest(
    @NotNull @Identifier String source,
    @NotNull @Identifier String submissionId,
    @Min(1) Integer revision,
    @Valid User user,
    @Size(min = 2, max = MAX_USERS) List<@NotNull @Valid User> users,
    @Identifier String classId,
    @NotNull Kind kind,
    @NotNull @Valid Exercise problem,
    @NotNull @Max(MAX_SCORE) Double score,
    @NotNull @Positive @Max(MAX_SCORE) Double maxScore,
    @Hundredths(min = -MAX_POINTS, max = MAX_POINTS) Integer pointsEarned,
    @Min(1) Integer attemptNumber,
    @Moment Instant submittedAt,
    @Moment Instant gradedAt,
    Boolean passed,
    Boolean held,
    @Size(max = MAX_LABELS) List<@NotNull @Identifier @Size(max = 64) String> tags,
    @Size(max = MAX_LABELS)
        Map<
                @Pattern(
                    regexp = METRIC,
                    message = "must have names of letters, digits, '_', '-' and '.'")
                String,
                @NotNull @Min(0) @Max(MAX_METRIC) Long>
            metrics,
    @Valid Team team) {

  private static final int MAX_USERS = 50;

  static final long MAX_SCORE = 1_000_000_000;

  /** The most points that a grader or a teacher gives, and takes, by hand. */
  static final long MAX_POINTS = 1_000_000;

  /** The most tags of a result, and the most metrics. */
  static final int MAX_LABELS = 20;

  static final long MAX_METRIC = 1_000_000_000;

  /** The names of metrics. */
  public static final String METRIC = "[A-Za-z][A-Za-z0-9_.-]{0,63}";

  /** Graders' clocks may be ahead of ours by this much. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** The user, with the name that others see. */
  @Schema(name = "Submitter")
  public record User(@NotNull @UserId String id, @NotNull @Text @Size(max = 150) String username) {}

  public SubmissionRequest {
    revision = revision == null ? 1 : revision;
    // As precise as the database, so that a repetition compares equal.
    submittedAt = submittedAt == null ? null : submittedAt.truncatedTo(ChronoUnit.MICROS);
    gradedAt = gradedAt == null ? null : gradedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Errors that constraints of single fields don't find: a score below its minimum, a time in the
   * future, work that was handed in after it was graded. The rules of the class decide how far a
   * score may be above its maximum.
   */
  List<FieldError> contradictions(Instant now) {
    var errors = new ArrayList<>(userErrors());
    if (team != null && classId == null) {
      errors.add(new FieldError("team", "must not be given without class_id"));
    }
    if (!kind.isResult()) {
      errors.add(new FieldError("kind", "must be practice or assignment"));
    }
    if (problem.points() == null && pointsEarned == null) {
      errors.add(new FieldError("problem.points", "must be given, or points_earned"));
    }
    if (score < -maxScore) {
      errors.add(new FieldError("score", "must not be less than -max_score"));
    }
    if (gradedAt != null && gradedAt.isAfter(now.plus(CLOCK_SKEW))) {
      errors.add(new FieldError("graded_at", "must not be in the future"));
    }
    if (submittedAt != null && submittedAt.isAfter(now.plus(CLOCK_SKEW))) {
      errors.add(new FieldError("submitted_at", "must not be in the future"));
    } else if (submittedAt != null
        && gradedAt != null
        && submittedAt.isAfter(gradedAt.plus(CLOCK_SKEW))) {
      errors.add(new FieldError("submitted_at", "must not be after graded_at"));
    }
    return errors;
  }

  private List<FieldError> userErrors() {
    if (users == null) {
      return List.of();
    } else if (user != null) {
      return List.of(new FieldError("users", "must not be given beside user"));
    }
    var seen = new HashSet<String>();
    return IntStream.range(0, users.size())
        .filter(i -> !seen.add(users.get(i).id()))
        .mapToObj(i -> new FieldError("users[" + i + "].id", "is in the team already"))
        .toList();
  }

  /**
   * A constraint of {@code user}, for which it is named: it is found beside those of all fields.
   */
  @AssertTrue(message = "must be given, or users for a team")
  boolean isUser() {
    return user != null || users != null;
  }

  /** True for the result of a team, and for the part of it that is one member's. */
  public boolean isOfTeam() {
    return users != null;
  }

  /** The users for whom it counts, in the order of their ids. */
  public List<String> userIds() {
    return user != null ? List.of(user.id()) : users.stream().map(User::id).sorted().toList();
  }

  /** A request for each user for whom it counts, in the order of their ids. */
  public List<SubmissionRequest> members() {
    return user != null
        ? List.of(this)
        : users.stream()
            .sorted(Comparator.comparing(User::id))
            .map(member -> of(member, List.of(member)))
            .toList();
  }

  /** The member of a team whose part this is; empty for the result of a single user. */
  public String member() {
    return isOfTeam() ? user.id() : "";
  }

  private SubmissionRequest of(User someone, List<User> team) {
    return new SubmissionRequest(
        source,
        submissionId,
        revision,
        someone,
        team,
        classId,
        kind,
        problem,
        score,
        maxScore,
        pointsEarned,
        attemptNumber,
        submittedAt,
        gradedAt,
        passed,
        held,
        tags,
        metrics,
        this.team);
  }

  /** A result received before, as if it were sent again. Its user's name is not known here. */
  public static SubmissionRequest of(Submission row) {
    var result = row.graded;
    var user = new User(result.userId(), result.userId());
    return new SubmissionRequest(
        result.source(),
        result.submissionId(),
        result.revision(),
        user,
        row.isOfTeam() ? List.of(user) : null,
        result.classId(),
        result.kind(),
        result.exercise(),
        result.score(),
        result.maxScore(),
        result.givenPoints(),
        result.attemptNumber(),
        result.submittedAt(),
        result.gradedAt(),
        result.completed(),
        null,
        result.labels().tags(),
        result.labels().metrics(),
        null);
  }

  public boolean isHeld() {
    return Boolean.TRUE.equals(held);
  }

  /**
   * The error of a score that is too far above its maximum.
   *
   * @param extraCredit by how many percent it may be
   */
  public Optional<FieldError> excess(int extraCredit) {
    var bound =
        BigDecimal.valueOf(maxScore)
            .multiply(BigDecimal.valueOf(100L + extraCredit))
            .movePointLeft(2);
    return BigDecimal.valueOf(score).compareTo(bound) <= 0
        ? Optional.empty()
        : Optional.of(
            new FieldError(
                "score",
                extraCredit == 0
                    ? "must not be greater than max_score, since the class gives no extra credit"
                    : "must not be greater than "
                        + bound.stripTrailingZeros().toPlainString()
                        + ": the class gives up to "
                        + extraCredit
                        + " % of extra credit"));
  }

  /**
   * The result, with its defaults filled in.
   *
   * @param timeZone the calendar of the class
   * @param passMark the part of the maximum score that completes an exercise
   * @param before the labels of the result that this replaces
   */
  GradedSubmission graded(
      int attempt,
      Instant handedIn,
      Instant graded,
      ZoneId timeZone,
      double passMark,
      Labels before) {
    return new GradedSubmission(
        source,
        submissionId,
        revision,
        user.id(),
        classId,
        kind,
        problem,
        score,
        maxScore,
        pointsEarned,
        attempt,
        handedIn,
        graded,
        timeZone,
        passed != null ? passed : reaches(passMark),
        before.with(tags, metrics),
        null);
  }

  /** Decimal, as the numbers were given: 4.2 of 7 reaches 0.6. */
  private boolean reaches(double passMark) {
    return BigDecimal.valueOf(score)
            .compareTo(BigDecimal.valueOf(maxScore).multiply(BigDecimal.valueOf(passMark)))
        >= 0;
  }
}
