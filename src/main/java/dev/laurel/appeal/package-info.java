/**
 * Appeals: what students ask about entries of their ledger, and what the instructors of the class
 * answer. Nothing here changes points; whoever accepts an appeal corrects them by a regrade or an
 * adjustment. Uses {@code ledger}, {@code course}, {@code audit}, and {@code notification} for the
 * events. Start with {@link dev.laurel.appeal.Appeals} and {@link dev.laurel.appeal.AppealAnswers}.
 */
package dev.laurel.appeal;
