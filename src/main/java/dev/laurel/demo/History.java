package dev.laurel.demo;

import dev.laurel.submission.Exercise;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The submissions of one student over the last weeks. Ids and scores are always the same, so that
 * seeding again, or on two nodes at once, has no further effect; only the dates move.
 */
final class History {
  private static final int DAYS = 24;
  private static final int DAYS_OF_WEEK = 7;
  private static final double RETRY_BELOW = 70;
  private static final LocalTime DAY_BEGINS = LocalTime.of(9, 0);
  private static final int MINUTES_OF_DAY = 12 * 60;

  private final Student student;
  private final Random random;
  private final List<SubmissionRequest> submissions = new ArrayList<>();
  private int exercises;

  private History(Student student) {
    this.student = student;
    this.random = new Random(student.name().hashCode());
  }

  /** The submissions of all students up to the day before, oldest first. */
  static List<SubmissionRequest> of(List<Student> students, LocalDate today) {
    return students.stream()
        .flatMap(student -> new History(student).until(today).stream())
        .sorted(Comparator.comparing(SubmissionRequest::gradedAt))
        .toList();
  }

  private List<SubmissionRequest> until(LocalDate today) {
    for (int day = 0; day < DAYS; day++) {
      var date = today.minusDays(DAYS - day);
      if (random.nextDouble() < student.diligence()) {
        for (int count = 1 + random.nextInt(2); count > 0; count--) {
          solve(Problems.exercise(exercises++), date);
        }
      }
      if (day % DAYS_OF_WEEK == DAYS_OF_WEEK - 1) {
        submit(Kind.assignment, Problems.assignment(day / DAYS_OF_WEEK), 1, at(date));
      }
    }
    return submissions;
  }

  private void solve(Exercise problem, LocalDate date) {
    var at = at(date);
    if (submit(Kind.practice, problem, 1, at) < RETRY_BELOW) {
      submit(Kind.practice, problem, 2, at.plusSeconds(60L * (5 + random.nextInt(40))));
    }
  }

  private Instant at(LocalDate date) {
    var minute = random.nextInt(MINUTES_OF_DAY);
    return date.atTime(DAY_BEGINS).plusMinutes(minute).atZone(DemoClass.TIME_ZONE).toInstant();
  }

  private int submit(Kind kind, Exercise problem, int attempt, Instant at) {
    var id = "history-" + student.name() + "-" + submissions.size();
    var score = student.score(attempt, random);
    submissions.add(student.submission(id, kind, problem, score, attempt, at));
    return score;
  }
}
