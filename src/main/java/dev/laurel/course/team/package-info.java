/**
 * The teams of classes: their names, and who is in which. Uses raw SQL; rosters and the results of
 * teams fill it, and the board of the teams of a class reads it. Start with {@link
 * dev.laurel.course.team.TeamBatch}.
 */
package dev.laurel.course.team;
