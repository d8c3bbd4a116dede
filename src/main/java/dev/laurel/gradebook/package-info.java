/**
 * Tells the staff of a class about its students: the best result of each at each problem, and one
 * student as a whole. Reads from course, submission and submission.results, leaderboard with its
 * standings, achievement with its levels (achievement.level), streak, and the frames of
 * notification, writes nothing, and no room depends on it. Start with {@code GradebookResource} and
 * {@code MemberResource}.
 */
package dev.laurel.gradebook;
