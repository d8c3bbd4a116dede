/**
 * Takes over what another back end has: users, classes, achievements, results, adjustments, in the
 * order of the body, any number of them, silently, and undoes it as a whole. Counts by the code of
 * submission, achievement, points and course (with course.roster), notifies nobody by the silence
 * of notification, and records in audit; no room depends on it. Start with {@code ImportsResource},
 * {@code Importer} and {@code ImportBatches}.
 */
package dev.laurel.imports;
