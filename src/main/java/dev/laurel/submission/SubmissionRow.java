package dev.laurel.submission;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** One revision of one submission, with the outcome that was first answered. */
@Entity
@Table(name = "submission")
@IdClass(SubmissionRow.Key.class)
class SubmissionRow extends PanacheEntityBase {
  record Key(String source, String submissionId, int revision) {}

  @Id String source;

  @Id
  @Column(name = "submission_id")
  String submissionId;

  @Id int revision;

  @Column(name = "user_id")
  String userId;

  @Column(name = "class_id")
  String classId;

  @Enumerated(EnumType.STRING)
  Kind kind;

  @Column(name = "problem_id")
  String problemId;

  @Column(name = "problem_title")
  String problemTitle;

  @Column(name = "problem_points")
  int problemPoints;

  double score;

  @Column(name = "max_score")
  double maxScore;

  @Column(name = "attempt_number")
  int attemptNumber;

  @Column(name = "graded_at")
  Instant gradedAt;

  @Column(name = "local_day")
  LocalDate localDay;

  @Column(name = "time_zone")
  String timeZone;

  @Column(name = "received_at")
  Instant receivedAt;

  int points;
  boolean completed;
  boolean perfect;

  /** Whether this is the revision that counts. */
  boolean current;

  @Enumerated(EnumType.STRING)
  Outcome.Status outcome;

  @Column(name = "points_earned")
  int pointsEarned;

  @Column(name = "total_points")
  long totalPoints;

  String[] achievements = {};

  static SubmissionRow of(GradedSubmission graded, Instant receivedAt) {
    var row = new SubmissionRow();
    row.source = graded.source();
    row.submissionId = graded.submissionId();
    row.revision = graded.revision();
    row.userId = graded.userId();
    row.classId = graded.classId();
    row.kind = graded.kind();
    row.problemId = graded.problem().id();
    row.problemTitle = graded.problem().title();
    row.problemPoints = graded.problem().points();
    row.score = graded.score();
    row.maxScore = graded.maxScore();
    row.attemptNumber = graded.attemptNumber();
    row.gradedAt = graded.gradedAt();
    row.localDay = graded.day();
    row.timeZone = graded.timeZone().getId();
    row.receivedAt = receivedAt;
    row.points = graded.points();
    row.completed = graded.completed();
    row.perfect = graded.perfect();
    return row;
  }

  /** Whether another revision may be about this: the same work of the same user. */
  boolean isSameWork(String user, String problem) {
    return userId.equals(user) && problemId.equals(problem);
  }

  GradedSubmission toGraded() {
    return new GradedSubmission(
        source,
        submissionId,
        revision,
        userId,
        classId,
        kind,
        new GradedSubmission.Problem(problemId, problemTitle, problemPoints),
        score,
        maxScore,
        attemptNumber,
        gradedAt,
        localDay,
        ZoneId.of(timeZone),
        completed);
  }

  /** What the sender was, or is again, told. */
  Outcome toOutcome(Outcome.Status status) {
    return Outcome.of(
        submissionId, revision, status, pointsEarned, totalPoints, List.of(achievements));
  }
}
