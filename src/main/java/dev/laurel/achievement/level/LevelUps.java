package dev.laurel.achievement.level;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.results.UsersRecounted;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Announces the levels that submissions reach, and points that are counted anew, with the points of
 * the achievements that they earn.
 */
@ApplicationScoped
class LevelUps {
  private final Levels levels;
  private final LevelBatch batch;
  private final Standings standings;

  LevelUps(Levels levels, LevelBatch batch, Standings standings) {
    this.levels = levels;
    this.batch = batch;
    this.standings = standings;
  }

  void begin(@Observes @Priority(SubmissionGraded.Order.LEVELS) GradingStarted started) {
    Stream.concat(Stream.of((String) null), started.classIds().stream())
        .filter(levels::has)
        .forEach(
            classId ->
                started.users().forEach(user -> batch.put(user, classId, points(user, classId))));
  }

  void announce(@Observes @Priority(SubmissionGraded.Order.LEVELS) SubmissionGraded graded) {
    if (batch.isEmpty()) {
      return;
    }
    announce(graded, graded.submission(), null);
    graded.results().stream()
        .map(GradedSubmission::classId)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(classId -> announce(graded, graded.submission(), classId));
  }

  private void announce(SubmissionGraded graded, GradedSubmission submission, String classId) {
    var user = submission.userId();
    batch
        .points(user, classId)
        .ifPresent(
            before -> {
              long after = points(user, classId);
              batch.put(user, classId, after);
              levels
                  .up(classId, before, after)
                  .ifPresent(frame -> graded.announce(Part.LEVELS, frame));
            });
  }

  void announce(@Observes @Priority(SubmissionGraded.Order.LEVELS) UsersRecounted recounted) {
    for (var user : recounted.users()) {
      recounted.forEachTotal(
          user,
          (classId, before) ->
              levels
                  .up(classId, before, points(user, classId))
                  .ifPresent(frame -> recounted.announce(user, frame)));
    }
  }

  private long points(String user, String classId) {
    return standings.loadedTally(Board.ofClassOrGlobal(classId), user).points();
  }
}
