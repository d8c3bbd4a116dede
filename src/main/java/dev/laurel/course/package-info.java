/**
 * Classes, their members, and the learners with the locks that order everything done to a user.
 * Uses its teams, broadcast and audit; most rooms use it. Start with {@link
 * dev.laurel.course.Learners} and {@link dev.laurel.course.Classes}.
 */
package dev.laurel.course;
