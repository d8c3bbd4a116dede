package dev.laurel.demo;

import dev.laurel.errors.Hundredths;
import dev.laurel.submission.Exercise;
import java.util.List;
import java.util.Locale;

/** The exercises of the demo's class, an endless series, and an assignment a week. */
final class Problems {
  private static final List<String> TOPICS =
      List.of(
          "Array Basics",
          "Hash Maps",
          "Two Pointers",
          "Recursion",
          "Linked Lists",
          "Binary Search",
          "Stacks and Queues",
          "Sorting",
          "Trees",
          "Heaps",
          "String Matching",
          "Graph Walks",
          "Intervals",
          "Greedy Choices",
          "Bit Tricks",
          "Dynamic Programming");
  private static final List<String> ASSIGNMENTS =
      List.of("A Text Adventure", "A Spell Checker", "A Route Planner", "A Chess Clock");
  private static final int ASSIGNMENT_POINTS = 60;
  private static final int LEAST_POINTS = 10;

  private Problems() {}

  /** An exercise of the series; later ones of a round are worth more. */
  static Exercise exercise(int index) {
    var topic = TOPICS.get(index % TOPICS.size());
    int round = index / TOPICS.size() + 1;
    return new Exercise(
        topic.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + round,
        topic + " " + round,
        (LEAST_POINTS + index % TOPICS.size()) * Hundredths.ONE);
  }

  /** The assignment of a week, from 0. */
  static Exercise assignment(int week) {
    return new Exercise(
        "assignment-" + (week + 1),
        "Assignment " + (week + 1) + ": " + ASSIGNMENTS.get(week % ASSIGNMENTS.size()),
        ASSIGNMENT_POINTS * Hundredths.ONE);
  }
}
